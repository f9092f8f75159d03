// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings_page.h"

#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"
#include "flag_values.h"
#include "setting_help.h"

#include <string_view>
#include <vector>

namespace cnnvis::reference {

namespace {

constexpr const char* kIntroduction =
    "Every setting is a flag of `cnn-vis-render`, a row of the studio's panel and a key of preset files. A change in "
    "the "
    "studio acts at the next step, at the next size of the picture, or in a new run.\n";

std::string whenText(TakesEffect takesEffect)
{
    switch (takesEffect) {
    case TakesEffect::Live:
        return "next step";
    case TakesEffect::NextSize:
        return "next size";
    case TakesEffect::Restart:
        break;
    }
    return "new run";
}

std::string code(const std::string& text)
{
    return text.empty() ? std::string() : "`" + text + "`";
}

std::string cell(const std::string& text)
{
    return " " + replaced(text, "|", "\\|") + " |";
}

std::string row(const SettingEntry& entry)
{
    std::vector<std::string> names{code("--" + std::string(entry.key))};
    for (const std::string_view alias : entry.aliases)
        names.push_back(code("--" + std::string(alias)));
    const std::string value = render::valueName(entry);
    return "|" + cell(joined(names, ", ")) + cell(std::string(entry.label))
        + cell(value.empty() ? "a switch" : code(value)) + cell(code(settingText(RunSettings(), entry)))
        + cell(whenText(entry.takesEffect)) + cell(render::settingHelp(entry)) + "\n";
}

} // namespace

std::string settingsPage(const std::string& version)
{
    std::string page = "# Settings of cnn-vis " + version + "\n\n" + kIntroduction;
    std::string_view group;
    for (const SettingEntry& entry : settingsSchema()) {
        if (entry.group != group) {
            group = entry.group;
            page += "\n## " + std::string(group)
                + "\n\n| flag | in the studio | value | default | acts at | what it does "
                  "|\n|---|---|---|---|---|---|\n";
        }
        page += row(entry);
    }
    return page;
}

} // namespace cnnvis::reference
