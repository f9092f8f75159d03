// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>

namespace cnnvis::caffe {

/// The types of `layers` that are not in the schema: forks of Caffe added their own to the older generation, too.
///
/// protobuf reads no text with such a name. So the names are taken out, and known by their place.
class UnknownTypes {
public:
    /// Puts the number of NONE in the place of each unknown name in the text, and keeps all else where it is.
    explicit UnknownTypes(std::string& text);

    /// The name behind the word `type` that stands there, both counted from 0, as protobuf does; empty if it is known.
    std::string at(int line, int column) const;

private:
    std::map<std::pair<int, int>, std::string> m_names;
};

} // namespace cnnvis::caffe
