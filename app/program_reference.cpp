// SPDX-License-Identifier: GPL-3.0-or-later
#include "program_reference.h"

#include <CLI/CLI.hpp>

namespace cnnvis {

namespace {

ProgramFlag flagOf(const CLI::Option& option)
{
    ProgramFlag flag;
    for (const std::string& name : option.get_snames())
        flag.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        flag.names.push_back("--" + name);
    if (flag.names.empty())
        flag.names.push_back(option.get_name(true));
    else if (option.get_items_expected_max() > 0)
        flag.value = option.get_type_name();
    flag.help = option.get_description();
    flag.group = option.get_group();
    return flag;
}

} // namespace

ProgramReference referenceOf(const CLI::App& app)
{
    ProgramReference reference;
    reference.name = app.get_name();
    reference.description = app.get_description();
    for (const CLI::Option* const option : app.get_options())
        reference.flags.push_back(flagOf(*option));
    return reference;
}

} // namespace cnnvis
