// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/data_folder.h"
#include "cnnvis/settings_text.h"

#include <charconv>
#include <cstddef>
#include <cstdlib>

namespace cnnvis {

namespace {

bool isNameCharacter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')
        || letter == '_';
}

/// Length of "$NAME" or "${NAME}" at the start of the text; 0 when it is neither.
std::size_t referenceLength(std::string_view text)
{
    if (text.size() > 1 && text[1] == '{') {
        const std::size_t close = text.find('}');
        return close == std::string_view::npos ? 0 : close + 1;
    }
    std::size_t length = 1;
    while (length < text.size() && isNameCharacter(text[length]))
        ++length;
    return length > 1 ? length : 0;
}

/// The value of a name, or the reference as it stands where there is none.
std::string valueOf(const std::string& name, std::string_view reference)
{
    if (name == "CNNVIS_DATA")
        return dataFolder();
    const char* const value = std::getenv(name.c_str());
    return value != nullptr ? std::string(value) : std::string(reference);
}

constexpr std::string_view kFileScheme = "file://";

/// The path of a URL such as browsers and file managers copy it, "file:///home/ada/my%20photo.jpg", less its scheme.
std::string pathOfUrl(std::string_view url)
{
    constexpr std::string_view kHost = "localhost";
    if (url.substr(0, kHost.size()) == kHost)
        url.remove_prefix(kHost.size());
    std::string path;
    for (std::size_t position = 0; position < url.size(); ++position) {
        unsigned code = 0;
        const char* const digits = url.data() + position + 1;
        const bool isCode = url[position] == '%' && url.size() - position > 2
            && std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2;
        path += isCode ? static_cast<char>(code) : url[position];
        position += isCode ? 2 : 0;
    }
    return path;
}

} // namespace

std::string expandEnvironment(std::string_view text)
{
    if (text.substr(0, kFileScheme.size()) == kFileScheme)
        return pathOfUrl(text.substr(kFileScheme.size()));
    std::string result;
    std::size_t position = 0;
    if (text == "~" || text.substr(0, 2) == "~/") {
        result = valueOf("HOME", "~");
        position = 1;
    }
    while (position < text.size()) {
        const std::string_view rest = text.substr(position);
        const std::size_t length = rest[0] == '$' ? referenceLength(rest) : 0;
        if (length == 0) {
            result += rest[0];
            ++position;
            continue;
        }
        const bool hasBraces = rest[1] == '{';
        const std::string name(hasBraces ? rest.substr(2, length - 3) : rest.substr(1, length - 1));
        // What comes from the environment is not searched for further names, so that this always ends.
        result += valueOf(name, rest.substr(0, length));
        position += length;
    }
    return result;
}

} // namespace cnnvis
