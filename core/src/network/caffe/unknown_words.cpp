// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/unknown_words.h"

#include "cnnvis_caffe.pb.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <cstddef>
#include <set>

namespace cnnvis::caffe {
namespace {

using google::protobuf::io::Tokenizer;

constexpr std::size_t kMaximumWords = 10000; ///< as many as layers are allowed
constexpr std::size_t kMaximumLength = 60; ///< of a word, for messages

/// The parser tells what is wrong with the text, later.
class NoErrors : public google::protobuf::io::ErrorCollector {
public:
    void AddError(int /*line*/, int /*column*/, const std::string& /*message*/) override { }
};

/// Goes through the text to one place after the other, counted as protobuf does: tabs go to multiples of eight.
class TextCursor {
public:
    explicit TextCursor(const std::string& text)
        : m_text(text)
    { }
    std::size_t offsetOf(int line, int column)
    {
        constexpr int kTab = 8;
        while (m_offset < m_text.size() && (m_line < line || (m_line == line && m_column < column))) {
            const char c = m_text[m_offset++];
            if (c == '\n') {
                ++m_line;
                m_column = 0;
            } else {
                m_column += c == '\t' ? kTab - m_column % kTab : 1;
            }
        }
        return m_offset;
    }

private:
    const std::string& m_text;
    std::size_t m_offset = 0;
    int m_line = 0, m_column = 0;
};

using Lists = std::map<std::string, const google::protobuf::EnumDescriptor*>;

/// Finds the fields, by name, that hold a word of a list.
void addLists(const google::protobuf::Descriptor& message, std::set<std::string>& seen, Lists& lists)
{
    if (!seen.insert(message.full_name()).second)
        return;
    for (int i = 0; i < message.field_count(); ++i) {
        const google::protobuf::FieldDescriptor& field = *message.field(i);
        if (field.enum_type() != nullptr)
            lists[field.name()] = field.enum_type();
        if (field.message_type() != nullptr)
            addLists(*field.message_type(), seen, lists);
    }
}

const Lists& wordLists()
{
    static const Lists lists = [] {
        Lists found;
        std::set<std::string> seen;
        addLists(*NetworkMessage::descriptor(), seen, found);
        return found;
    }();
    return lists;
}

/// Follows the text's blocks by their brackets.
class Blocks {
public:
    void take(const Tokenizer::Token& token, bool isBehindColon)
    {
        if (m_depth == 0 && token.type == Tokenizer::TYPE_IDENTIFIER && !isBehindColon)
            m_outermost = token.text;
        if (token.text == "{" || token.text == "<" || token.text == "[")
            ++m_depth;
        else if (token.text == "}" || token.text == ">" || token.text == "]")
            --m_depth;
        m_isList = m_depth > 0 && (m_isList || (m_depth == 1 && token.text == "["));
    }
    /// Lists of blocks have no place for each of them.
    bool isInBlock() const { return m_depth > 0 && !m_isList; }
    bool isInOlderLayer() const { return isInBlock() && m_outermost == "layers"; }
    bool isInLayer() const { return isInOlderLayer() || (isInBlock() && m_outermost == "layer"); }

private:
    std::string m_outermost;
    int m_depth = 0;
    bool m_isList = false;
};

bool isUnknown(const std::string& field, const std::string& word, const Blocks& blocks)
{
    const auto list = wordLists().find(field);
    // The newer generation's types are strings.
    const bool hasList = list != wordLists().end() && (field == "type" ? blocks.isInOlderLayer() : blocks.isInBlock());
    return hasList && list->second->FindValueByName(word) == nullptr;
}

} // namespace

UnknownWords::UnknownWords(std::string& text)
{
    const std::string original = text;
    NoErrors errors;
    google::protobuf::io::ArrayInputStream stream(original.data(), static_cast<int>(original.size()));
    Tokenizer tokenizer(&stream, &errors);
    tokenizer.set_comment_style(Tokenizer::SH_COMMENT_STYLE);
    TextCursor cursor(original);
    Tokenizer::Token word; // the last one
    Blocks blocks;
    bool isBehindColon = false;
    while (tokenizer.Next() && m_words.size() < kMaximumWords) {
        const Tokenizer::Token& token = tokenizer.current();
        const bool isWord = token.type == Tokenizer::TYPE_IDENTIFIER;
        if (isWord && isBehindColon && isUnknown(word.text, token.text, blocks)) {
            if (blocks.isInLayer())
                m_words[{word.line, word.column}] = {word.text, token.text};
            const std::size_t length = token.text.size();
            text.replace(cursor.offsetOf(token.line, token.column), length, '0' + std::string(length - 1, ' '));
        }
        blocks.take(token, isBehindColon);
        isBehindColon = token.text == ":" && !isBehindColon;
        if (isWord)
            word = token;
    }
}

std::string UnknownWords::at(TextPlace place) const
{
    const auto found = m_words.find(place);
    return found == m_words.end() ? std::string() : found->second.text;
}

std::vector<std::string> UnknownWords::between(TextPlace begin, TextPlace end) const
{
    std::vector<std::string> words;
    for (auto word = m_words.lower_bound(begin); word != m_words.lower_bound(end); ++word) {
        if (word->second.field != "type")
            words.push_back(word->second.field + ": " + word->second.text.substr(0, kMaximumLength));
    }
    return words;
}

} // namespace cnnvis::caffe
