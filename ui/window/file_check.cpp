// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/file_check.h"

#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "cnnvis/network.h"
#include "cnnvis/picture_file.h"
#include "preset_library.h"
#include "run/network_cache.h"
#include "widgets/path_bytes.h"
#include "widgets/window_words.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace cnnvis::ui {
namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("FileCheck", text);
}

/// A layer that shows something: in the deeper half of those that still see a picture.
std::string goodTarget(const Network& network)
{
    std::vector<std::string> names;
    for (const LayerInfo& layer : network.layers()) {
        const bool isPicture = layer.shape.size() == 3 && layer.shape[1] > 1;
        const bool isOutput = layer.type == "Convolution" || layer.type == "Concat";
        if (layer.whyUnsupported.empty() && isPicture && isOutput)
            names.push_back(layer.name);
    }
    if (names.empty())
        throw ModelError("The network in '" + network.path() + "' has no layer that could be amplified");
    return names[names.size() * 7 / 10];
}

/// Finishes a check of the network that `named` names.
void useNetwork(FileCheck& check, const RunSettings& named, RunSettings settings, NetworkCache& networks)
{
    check.kind = FileCheck::Kind::Network;
    SettingsChange change = networkChange(named);
    applyChange(settings, change);
    const Network network = networks.get(settings);
    if (!network.hasTrainedWeights())
        throw ModelError("There is no .caffemodel beside '" + network.path() + "', so it has learnt nothing");
    const auto isTarget = [&settings](const LayerInfo& layer) { return layer.name == settings.targetLayer; };
    if (std::none_of(network.layers().begin(), network.layers().end(), isTarget)) {
        const std::string target = goodTarget(network);
        check.note = say("It has no layer %1; the dream amplifies %2 instead.")
                         .arg(QString::fromStdString(settings.targetLayer), QString::fromStdString(target));
        settings.imageType = ImageType::AmplifyLayer;
        settings.targetLayer = target;
        const SettingsChange amplified = changeOf(settings, {&RunSettings::imageType, &RunSettings::targetLayer});
        change.insert(change.end(), amplified.begin(), amplified.end());
    }
    check.change = std::move(change);
}

std::string photoKey()
{
    return std::string(settingOf(&RunSettings::initialImage).key);
}

std::vector<std::string> foldersOf(const QStringList& names)
{
    std::vector<std::string> folders;
    for (const QString& name : names)
        folders.push_back(bytesOf(name));
    return folders;
}

/// Names the photo of a preset where it lies now, if it is found.
void findPhoto(SettingsChange& change, const std::string& path, const QStringList& folders)
{
    DreamRecipe recipe;
    applyChange(recipe.settings, change);
    for (const SettingText& found : findInputs(recipe, path, foldersOf(folders)).change) {
        if (found.key == photoKey())
            change.push_back(found); // the last one of a setting counts
    }
}

FoundRecipe found(const QString& path, DreamRecipe recipe, const QStringList& folders)
{
    RecipeInputs inputs = findInputs(recipe, bytesOf(path), foldersOf(folders));
    return {path, QFileInfo(path).fileName(), std::move(recipe), std::move(inputs)};
}

void usePicture(FileCheck& check, const QStringList& folders)
{
    check.kind = FileCheck::Kind::Picture;
    const std::string path = bytesOf(check.path);
    std::vector<std::string> notes;
    readPicture(path, &notes);
    for (const std::string& note : notes)
        check.note += (check.note.isEmpty() ? QString() : QStringLiteral("; ")) + QString::fromStdString(note);
    check.change = {{photoKey(), path}};
    const std::optional<std::string> recipe = recipeAmong(readPictureText(path));
    if (!recipe)
        return;
    try {
        check.recipe = found(check.path, recipeFromJson(*recipe, path), folders);
    } catch (const SettingsError&) {
        check.recipe.reset(); // a picture all the same
    }
}

void useJson(FileCheck& check, const QStringList& folders)
{
    const std::string path = bytesOf(check.path);
    DreamRecipe recipe = readRecipeFile(path);
    if (!recipe.changes.empty() || recipe.end) {
        check.kind = FileCheck::Kind::Recipe;
        check.recipe = found(check.path, std::move(recipe), folders);
        return;
    }
    check.kind = FileCheck::Kind::Preset;
    check.preset = readPresetFile(path);
    findPhoto(check.preset->change, path, folders);
}

void look(FileCheck& check, const RunSettings& settings, const QStringList& folders, NetworkCache& networks)
{
    const QFileInfo file(check.path);
    const QString ending = file.suffix().toLower();
    if (!file.exists())
        throw PictureError("There is no '" + bytesOf(check.path) + "'");
    if (const std::optional<RunSettings> named = settingsNaming(bytesOf(check.path)))
        useNetwork(check, *named, settings, networks);
    else if (ending == QLatin1String("json"))
        useJson(check, folders);
    else
        usePicture(check, folders);
}

template <typename Look>
FileCheck checkWith(const QString& path, const Look& look) noexcept
{
    FileCheck check;
    check.path = path;
    try {
        look(check);
    } catch (const SettingsError& error) {
        check.problem = QString::fromUtf8(error.what()); // of a file, in which the keys stand
    } catch (const std::exception& error) {
        check.problem = inWindowWords(error).section(QLatin1Char('\n'), 0, 0);
        if (check.problem.isEmpty())
            check.problem = say("It cannot be read.");
    }
    return check;
}

} // namespace

FoundRecipe lookWhereItSays(FoundRecipe found, const QStringList& folders) noexcept
{
    try {
        found.inputs = findInputs(found.recipe, bytesOf(found.path), foldersOf(folders), WrittenPaths::All);
    } catch (const std::exception&) {
        return found; // as it was
    }
    return found;
}

FileCheck checkFile(
    const QString& path, const RunSettings& settings, const QStringList& folders, NetworkCache& networks) noexcept
{
    return checkWith(path, [&](FileCheck& check) { look(check, settings, folders, networks); });
}

FileCheck checkNetwork(const QString& model, const RunSettings& settings, NetworkCache& networks) noexcept
{
    RunSettings named;
    named.model = bytesOf(model);
    return checkWith(model, [&](FileCheck& check) { useNetwork(check, named, settings, networks); });
}

} // namespace cnnvis::ui
