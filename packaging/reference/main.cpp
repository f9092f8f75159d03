// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"
#include "completions.h"
#include "man_page.h"
#include "settings_page.h"
#include "studio_command_line.h"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

using namespace cnnvis;

namespace {

constexpr const char* kUsage = "usage: cnn-vis-reference STUDIO.1.in RENDER.1.in FOLDER\n"
                               "Writes manuals, completions and the table of settings into the folder.\n";

std::string textOfFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error("'" + path.string() + "' cannot be read");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write(const std::filesystem::path& path, const std::string& text)
{
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush())
        throw std::runtime_error("'" + path.string() + "' cannot be written");
}

void writeProgram(const ProgramReference& program, const char* pageTemplate, const std::filesystem::path& folder)
{
    write(folder / (program.name + ".1"), reference::manPage(program, CNNVIS_VERSION, textOfFile(pageTemplate)));
    write(folder / (program.name + ".bash"), reference::bashCompletion(program));
    write(folder / ("_" + program.name), reference::zshCompletion(program));
    write(folder / (program.name + ".fish"), reference::fishCompletion(program));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4) {
        std::cerr << kUsage;
        return 2;
    }
    try {
        const std::filesystem::path folder(argv[3]);
        std::filesystem::create_directories(folder);
        writeProgram(studio::programReference(), argv[1], folder);
        writeProgram(render::programReference(), argv[2], folder);
        write(folder / "settings.md", reference::settingsPage(CNNVIS_VERSION));
    } catch (const std::exception& error) {
        std::cerr << "cnn-vis-reference: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
