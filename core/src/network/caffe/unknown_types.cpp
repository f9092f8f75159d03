// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/unknown_types.h"

#include "cnnvis_caffe.pb.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <cstddef>

namespace cnnvis::caffe {
namespace {

using google::protobuf::io::Tokenizer;

constexpr std::size_t kMaximumNames = 10000; ///< as many as layers are allowed

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

bool isKnown(const std::string& name)
{
    OldLayerMessage::Type type{};
    return OldLayerMessage::Type_Parse(name, &type);
}

} // namespace

UnknownTypes::UnknownTypes(std::string& text)
{
    if (text.find("layers") == std::string::npos)
        return;
    const std::string original = text;
    NoErrors errors;
    google::protobuf::io::ArrayInputStream stream(original.data(), static_cast<int>(original.size()));
    Tokenizer tokenizer(&stream, &errors);
    tokenizer.set_comment_style(Tokenizer::SH_COMMENT_STYLE);
    TextCursor cursor(original);
    Tokenizer::Token word; // the last one
    bool isBehindColon = false;
    bool isOlder = false;
    while (tokenizer.Next() && m_names.size() < kMaximumNames) {
        const Tokenizer::Token& token = tokenizer.current();
        const bool isWord = token.type == Tokenizer::TYPE_IDENTIFIER;
        if (isOlder && isWord && isBehindColon && word.text == "type" && !isKnown(token.text)) {
            m_names[{word.line, word.column}] = token.text;
            const std::size_t length = token.text.size();
            text.replace(cursor.offsetOf(token.line, token.column), length, '0' + std::string(length - 1, ' '));
        }
        isBehindColon = token.text == ":" && !isBehindColon;
        if (isWord)
            word = token;
        isOlder = isOlder || (isWord && token.text == "layers");
    }
}

std::string UnknownTypes::at(int line, int column) const
{
    const auto found = m_names.find({line, column});
    return found == m_names.end() ? std::string() : found->second;
}

} // namespace cnnvis::caffe
