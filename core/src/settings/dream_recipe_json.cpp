// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_recipe.h"

#include "cnnvis/error.h"
#include "settings/setting_ramp_json.h"
#include "settings/settings_json.h"
#include "util/value_text.h"

#include <algorithm>
#include <limits>
#include <set>

namespace cnnvis {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr int kVersion = 1; ///< of the form that is written
constexpr const char* kVersionName = "recipe"; ///< the member by which a recipe is told from a preset
constexpr std::int64_t kLargestCount = std::numeric_limits<int>::max();
constexpr std::size_t kMostChanges = 20'000; ///< of hours of turning knobs without a pause
constexpr std::size_t kMostUnknown = 20; ///< that are named

// --- writing -------------------------------------------------------------------------------------------------------

/// What is changed of the dream itself.
SettingsChange withoutMachine(SettingsChange change)
{
    const auto isOfMachine = [](const SettingText& setting) { return isAboutMachine(setting.key); };
    change.erase(std::remove_if(change.begin(), change.end(), isOfMachine), change.end());
    return change;
}

OrderedJson positionToJson(const RunPosition& position, const char* stepName)
{
    OrderedJson json{{"size", position.sizeIndex + 1}, {stepName, position.steps}};
    if (position.batches > 0)
        json["batches"] = position.batches;
    return json;
}

OrderedJson changesToJson(const std::vector<RecipeChange>& changes)
{
    OrderedJson json = OrderedJson::array();
    for (const RecipeChange& change : changes) {
        const SettingsChange dream = withoutMachine(change.change);
        if (dream.empty())
            continue;
        OrderedJson entry = positionToJson(change.after, "after_step");
        entry["settings"] = settingsToJson(dream);
        json.push_back(std::move(entry));
    }
    return json;
}

OrderedJson fileToJson(const FileDigest& file)
{
    return {{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}};
}

void addOrigin(const DreamOrigin& origin, OrderedJson& document)
{
    if (!origin.network.empty()) {
        OrderedJson files = OrderedJson::array();
        for (const FileDigest& file : origin.network)
            files.push_back(fileToJson(file));
        document["network"] = std::move(files);
    }
    if (origin.startFile)
        document["start_file"] = fileToJson(*origin.startFile);
    if (origin.startPixels) {
        const PixelDigest& pixels = *origin.startPixels;
        document["start_pixels"] = {{"height", pixels.height}, {"width", pixels.width}, {"sha256", pixels.sha256}};
    }
    if (!origin.program.empty())
        document["program"] = origin.program;
    if (!origin.libraries.empty())
        document["libraries"] = origin.libraries;
    if (origin.threads > 0)
        document["threads"] = origin.threads;
}

OrderedJson documentOf(const DreamRecipe& recipe)
{
    OrderedJson document{{kVersionName, kVersion}};
    if (!recipe.title.empty())
        document["title"] = recipe.title;
    if (!recipe.description.empty())
        document["description"] = recipe.description;
    RunSettings dream = recipe.settings;
    dream.outputFile = RunSettings().outputFile;
    document["settings"] = settingsToJson(settingsDifference(RunSettings(), dream));
    document["changes"] = changesToJson(recipe.changes);
    if (!recipe.ramps.empty())
        document["ramps"] = rampsToJson(recipe.ramps);
    if (recipe.end)
        document["picture"] = positionToJson(*recipe.end, "step");
    addOrigin(recipe.origin, document);
    return document;
}

// --- reading -------------------------------------------------------------------------------------------------------

[[noreturn]] void refuse(const std::string& origin, const std::string& what)
{
    throw SettingsError("", origin + " is not a recipe: " + what);
}

/// Of the runs that it describes, the most.
int mostSizesOf(const DreamRecipe& recipe)
{
    const SettingEntry& entry = settingOf(&RunSettings::numSizes);
    int most = recipe.settings.numSizes;
    for (const RecipeChange& change : recipe.changes) {
        for (const SettingText& setting : change.change) {
            if (setting.key == entry.key)
                most = std::max(most, static_cast<int>(parseInteger(setting.text).value_or(1)));
        }
    }
    return most;
}

/// Reads the members of a recipe's objects, and lists those that it does not know.
class RecipeReader {
public:
    explicit RecipeReader(const std::string& origin)
        : m_origin(origin)
    { }

    DreamRecipe read(const Json& document)
    {
        require(document.is_object(), "it holds " + jsonKindName(document) + ", but must hold an object");
        const std::int64_t version = count(document, kVersionName, 0);
        if (version > kVersion)
            addUnknown("a newer version's form (" + std::to_string(version) + ")");
        listUnknown(document, "",
            {kVersionName, "title", "description", "settings", "changes", "ramps", "picture", "network", "start_file",
                "start_pixels", "program", "libraries", "threads"});
        m_recipe.title = text(document, "title");
        m_recipe.description = text(document, "description");
        applyChange(m_recipe.settings, settings(document));
        readChanges(document);
        readRamps(document);
        if (const Json* const picture = member(document, "picture", Json::value_t::object))
            m_recipe.end = position(*picture, "step");
        readOrigin(document);
        if (m_unknown.size() > kMostUnknown)
            m_recipe.unknown.push_back("and " + std::to_string(m_unknown.size() - kMostUnknown) + " more");
        return std::move(m_recipe);
    }

private:
    void require(bool isGood, const std::string& what) const
    {
        if (!isGood)
            refuse(m_origin, what);
    }

    /// nullptr: it is not there. @throws SettingsError  when it is of another type.
    const Json* member(const Json& object, const char* name, Json::value_t type) const
    {
        const auto found = object.find(name);
        if (found == object.end())
            return nullptr;
        require(found->type() == type, "\"" + std::string(name) + "\" is " + jsonKindName(*found));
        return &*found;
    }

    std::string text(const Json& object, const char* name) const { return textMember(object, name, m_origin); }

    std::int64_t count(const Json& object, const char* name, std::int64_t lowest) const
    {
        const auto found = object.find(name);
        if (found == object.end())
            return lowest;
        const bool isCount = found->is_number_unsigned() && found->get<std::uint64_t>() <= std::uint64_t{kLargestCount};
        require(isCount && found->get<std::int64_t>() >= lowest,
            "\"" + std::string(name) + "\" must be a whole number from " + std::to_string(lowest) + " on");
        return found->get<std::int64_t>();
    }

    /// Strangers may have written it: it is to be safe to print.
    void addUnknown(const std::string& part)
    {
        const std::string quoted = quotedText(part);
        if (m_unknown.insert(part).second && m_unknown.size() <= kMostUnknown)
            m_recipe.unknown.push_back(quoted.substr(1, quoted.size() - 2));
    }

    void listUnknown(const Json& object, const std::string& where, std::initializer_list<std::string_view> known)
    {
        for (const auto& entry : object.items()) {
            if (std::find(known.begin(), known.end(), entry.key()) == known.end())
                addUnknown(where + entry.key());
        }
    }

    SettingsChange settings(const Json& object)
    {
        const Json* const read = member(object, "settings", Json::value_t::object);
        if (read == nullptr)
            return {};
        std::vector<std::string> unknown;
        try {
            SettingsChange change = settingsFromJson(*read, &unknown);
            for (const std::string& key : unknown)
                addUnknown("--" + key);
            return change;
        } catch (const SettingsError& error) {
            throw SettingsError(error.key(), m_origin + ": " + error.what());
        }
    }

    RunPosition position(const Json& object, const char* stepName) const
    {
        return {static_cast<int>(count(object, "size", 1)) - 1, static_cast<int>(count(object, stepName, 0)),
            static_cast<int>(count(object, "batches", 0))};
    }

    void readChanges(const Json& document)
    {
        const Json* const changes = member(document, "changes", Json::value_t::array);
        if (changes == nullptr)
            return;
        require(changes->size() <= kMostChanges,
            "it has " + std::to_string(changes->size()) + " changes, more than " + std::to_string(kMostChanges));
        for (const Json& entry : *changes) {
            require(entry.is_object(), "one of its changes is " + jsonKindName(entry));
            listUnknown(entry, "changes/", {"size", "after_step", "batches", "settings"});
            RecipeChange change{position(entry, "after_step"), withoutMachine(settings(entry))};
            if (!change.change.empty())
                m_recipe.changes.push_back(std::move(change));
        }
        std::stable_sort(m_recipe.changes.begin(), m_recipe.changes.end(),
            [](const RecipeChange& a, const RecipeChange& b) { return a.after < b.after; });
    }

    void readRamps(const Json& document)
    {
        const auto ramps = document.find("ramps");
        if (ramps == document.end())
            return;
        std::vector<std::string> unknown;
        m_recipe.ramps = rampsFromJson(*ramps, mostSizesOf(m_recipe), m_origin, unknown);
        for (const std::string& part : unknown)
            addUnknown(part);
    }

    std::string digest(const Json& object) const
    {
        const std::string digits = text(object, "sha256");
        const bool isDigest = digits.size() == 64 && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
        require(isDigest, "a \"sha256\" is no 64 hexadecimal digits");
        return digits;
    }

    FileDigest file(const Json& object) const
    {
        require(object.is_object(), "one of its files is " + jsonKindName(object));
        const auto found = object.find("bytes"); // may be more than an int holds
        const bool isSize = found != object.end() && found->is_number_unsigned()
            && found->get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
        require(isSize, "a file's \"bytes\" must be a whole number");
        return {text(object, "name"), found->get<std::int64_t>(), digest(object)};
    }

    void readOrigin(const Json& document)
    {
        DreamOrigin& origin = m_recipe.origin;
        if (const Json* const files = member(document, "network", Json::value_t::array)) {
            for (const Json& entry : *files)
                origin.network.push_back(file(entry));
        }
        if (const Json* const start = member(document, "start_file", Json::value_t::object))
            origin.startFile = file(*start);
        if (const Json* const pixels = member(document, "start_pixels", Json::value_t::object)) {
            origin.startPixels = PixelDigest{static_cast<int>(count(*pixels, "height", 1)),
                static_cast<int>(count(*pixels, "width", 1)), digest(*pixels)};
        }
        origin.program = text(document, "program");
        origin.libraries = text(document, "libraries");
        origin.threads = static_cast<int>(count(document, "threads", 0));
    }

    const std::string& m_origin;
    DreamRecipe m_recipe;
    std::set<std::string> m_unknown; ///< parts
};

} // namespace

bool isRecipeDocument(const Json& document)
{
    return document.is_object() && document.contains(kVersionName);
}

std::string recipeToJson(const DreamRecipe& recipe, std::size_t mostBytes)
{
    OrderedJson document = documentOf(recipe);
    const bool canBeRead = recipe.changes.size() <= kMostChanges && areFewEnough(recipe.ramps, mostSizesOf(recipe));
    for (const JsonLayout layout : {JsonLayout::Indented, JsonLayout::Compact}) {
        std::string text = documentText(document, JsonLetters::Escaped, layout);
        if (canBeRead && text.size() <= mostBytes)
            return text;
    }
    document["changes"] = OrderedJson::array();
    document.erase("ramps"); // what they made of the settings is among these
    document["settings"] = settingsToJson(settingsDifference(RunSettings(), recipe.settingsAtEnd()));
    document["changes_left_out"] = recipe.changes.size();
    return documentText(document, JsonLetters::Escaped);
}

DreamRecipe recipeFromJson(std::string_view json, const std::string& origin)
{
    return RecipeReader(origin).read(parseSettingsDocument(json, origin, "a recipe"));
}

} // namespace cnnvis
