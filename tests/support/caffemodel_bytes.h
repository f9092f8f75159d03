// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cnnvis::test {

// The files are written byte by byte here, so that the field numbers are checked against the format, not against the
// schema that the reader was made from.

inline QByteArray varint(std::uint64_t value)
{
    QByteArray bytes;
    while (value >= 0x80) {
        bytes += static_cast<char>(value | 0x80U);
        value >>= 7U;
    }
    return bytes + static_cast<char>(value);
}

inline QByteArray number(int field, std::uint64_t value)
{
    return varint(static_cast<std::uint64_t>(field) << 3U) + varint(value);
}

inline QByteArray block(int field, const QByteArray& content)
{
    return varint(static_cast<std::uint64_t>(field) << 3U | 2U) + varint(static_cast<std::uint64_t>(content.size()))
        + content;
}

template <typename Value>
QByteArray packed(int field, const std::vector<Value>& values)
{
    return block(field,
        QByteArray(
            reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size() * sizeof(Value))));
}

inline QByteArray shapeBlock(const std::vector<std::uint64_t>& dims)
{
    QByteArray content;
    for (const std::uint64_t dim : dims)
        content += varint(dim);
    return block(7, block(1, content));
}

inline QByteArray legacyShape(const std::vector<std::uint64_t>& dims)
{
    QByteArray content;
    for (int i = 0; i < 4; ++i)
        content += number(i + 1, dims[static_cast<std::size_t>(i)]);
    return content;
}

inline QByteArray floatBlob(const std::vector<std::uint64_t>& dims, const std::vector<float>& values)
{
    return shapeBlock(dims) + packed(5, values);
}

inline QByteArray layer(const QByteArray& name, const std::vector<QByteArray>& blobs)
{
    QByteArray content = block(1, name) + block(2, "Convolution");
    for (const QByteArray& blob : blobs)
        content += block(7, blob);
    return block(100, content);
}

inline QByteArray oldLayer(const QByteArray& name, const std::vector<QByteArray>& blobs)
{
    constexpr int kConvolution = 4;
    QByteArray content = block(4, name) + number(5, kConvolution);
    for (const QByteArray& blob : blobs)
        content += block(6, blob);
    return block(2, content);
}

} // namespace cnnvis::test
