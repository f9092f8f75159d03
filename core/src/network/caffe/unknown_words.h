// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace cnnvis::caffe {

/// A line and a column, both counted from 0, as protobuf does.
using TextPlace = std::pair<int, int>;

/// The words in layers that are not in the schema, where it has a list of them: forks of Caffe added their own types of
/// `layers`, ways of pooling, phases and more.
///
/// protobuf reads no text with such a word. So the words are taken out, and known by their place.
class UnknownWords {
public:
    /// Puts the list's first word in the place of each unknown one in the text, as 0, and keeps all else where it is.
    /// Those outside of layers matter to nobody, and are forgotten.
    explicit UnknownWords(std::string& text);

    /// The word behind the field that stands there, e.g. behind the `type` of `layers`; empty if it is known.
    std::string at(TextPlace place) const;
    /// Those of other fields than `type`, with the field: "pool: MIXED".
    std::vector<std::string> between(TextPlace begin, TextPlace end) const;

private:
    struct Word {
        std::string field;
        std::string text;
    };

    std::map<TextPlace, Word> m_words; ///< by the field's place
};

} // namespace cnnvis::caffe
