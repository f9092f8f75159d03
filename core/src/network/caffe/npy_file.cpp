// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/npy_file.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

namespace cnnvis {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMaximumHeader = 65536;
constexpr std::size_t kMaximumDimensions = 32; ///< NumPy's own limit
constexpr std::int64_t kMaximumElements = std::numeric_limits<std::int32_t>::max();

[[noreturn]] void failHeader()
{
    throw ModelError("has a damaged .npy header; get the file again, or save the array with numpy.save");
}

std::size_t littleEndian(std::string_view bytes)
{
    std::size_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i)
        value = value << 8U | static_cast<unsigned char>(bytes[i - 1]);
    return value;
}

/// What the header says, which is a Python dictionary in text.
struct Header {
    std::string type;
    bool isFortranOrder = false;
    std::vector<std::int64_t> shape;
};

/// Reads the dictionary, e.g. {'descr': '<f4', 'fortran_order': False, 'shape': (3, 256, 256), }
class HeaderReader {
public:
    explicit HeaderReader(std::string_view text)
        : m_text(text)
    { }

    Header read()
    {
        Header header;
        unsigned found = 0;
        require('{');
        while (!accept('}')) {
            const std::string key = quoted();
            require(':');
            found |= readValue(key, header);
            if (!accept(',')) {
                require('}');
                break;
            }
        }
        constexpr unsigned kAll = 7;
        if (found != kAll)
            failHeader();
        return header;
    }

private:
    /// @return  the bit of the key.
    unsigned readValue(const std::string& key, Header& header)
    {
        if (key == "descr") {
            header.type = quoted();
            return 1;
        }
        if (key == "fortran_order") {
            header.isFortranOrder = boolean();
            return 2;
        }
        if (key == "shape") {
            header.shape = tuple();
            return 4;
        }
        failHeader();
    }
    void skipSpaces() { m_text.remove_prefix(std::min(m_text.size(), m_text.find_first_not_of(" \t\n"))); }
    bool accept(char c)
    {
        skipSpaces();
        if (m_text.empty() || m_text.front() != c)
            return false;
        m_text.remove_prefix(1);
        return true;
    }
    void require(char c)
    {
        if (!accept(c))
            failHeader();
    }
    std::string quoted()
    {
        const char quote = accept('"') ? '"' : '\'';
        if (quote == '\'')
            require('\'');
        const std::size_t end = m_text.find(quote);
        if (end == std::string_view::npos)
            failHeader();
        std::string text(m_text.substr(0, end));
        m_text.remove_prefix(end + 1);
        return text;
    }
    bool boolean()
    {
        skipSpaces();
        for (const std::string_view word : {"True", "False"}) {
            if (m_text.substr(0, word.size()) == word) {
                m_text.remove_prefix(word.size());
                return word == "True";
            }
        }
        failHeader();
    }
    std::vector<std::int64_t> tuple()
    {
        std::vector<std::int64_t> numbers;
        require('(');
        while (!accept(')')) {
            skipSpaces();
            std::int64_t number = 0;
            const char* begin = m_text.data();
            const auto [end, error] = std::from_chars(begin, begin + m_text.size(), number);
            if (error != std::errc() || numbers.size() == kMaximumDimensions)
                failHeader();
            m_text.remove_prefix(static_cast<std::size_t>(end - begin));
            numbers.push_back(number);
            if (!accept(',')) {
                require(')');
                break;
            }
        }
        return numbers;
    }

    std::string_view m_text;
};

/// Cuts the header off. @param bytes  the whole file; the array's values alone afterwards.
Header takeHeader(std::string_view& bytes)
{
    const std::size_t versionAt = kMagic.size();
    const std::size_t lengthAt = versionAt + 2;
    if (!isNpy(bytes) || bytes.size() < lengthAt + 4)
        failHeader();
    const auto version = static_cast<unsigned char>(bytes[versionAt]);
    if (version < 1 || version > 3)
        throw ModelError("is a .npy file of version " + std::to_string(version)
            + ", which is not supported; save the array with numpy.save");
    const std::size_t lengthSize = version == 1 ? 2 : 4;
    const std::size_t length = littleEndian(bytes.substr(lengthAt, lengthSize));
    bytes.remove_prefix(lengthAt + lengthSize);
    if (length > kMaximumHeader || length > bytes.size())
        failHeader();
    Header header = HeaderReader(bytes.substr(0, length)).read();
    bytes.remove_prefix(length);
    return header;
}

std::size_t checkedCount(const std::vector<std::int64_t>& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t dimension : shape) {
        if (dimension < 1 || dimension > kMaximumElements / count)
            throw ModelError("has a dimension of " + std::to_string(dimension)
                + ", which makes the array empty or absurdly large; save another one");
        count *= dimension;
    }
    return static_cast<std::size_t>(count);
}

/// @tparam Value  as stored. The processor is little-endian, as all that the program runs on.
template <typename Value>
std::vector<double> valuesOf(std::string_view bytes, std::size_t count)
{
    if (bytes.size() != count * sizeof(Value))
        throw ModelError("has " + std::to_string(bytes.size()) + " bytes of values where its shape says "
            + std::to_string(count * sizeof(Value)) + "; get the file again");
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        Value value;
        std::memcpy(&value, bytes.data() + i * sizeof(Value), sizeof(Value));
        values[i] = static_cast<double>(value);
    }
    return values;
}

/// NumPy's pairwise sum: eight running sums for up to 128 values, longer rows in halves.
float pairwiseSum(const double* values, std::size_t count)
{
    constexpr std::size_t kLanes = 8;
    constexpr std::size_t kLongestRow = 128;
    if (count > kLongestRow) {
        const std::size_t half = count / 2 / kLanes * kLanes;
        return pairwiseSum(values, half) + pairwiseSum(values + half, count - half);
    }
    std::array<float, kLanes> sums{};
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += static_cast<float>(values[i + lane]);
    }
    float sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    for (; i < count; ++i)
        sum += static_cast<float>(values[i]);
    return sum;
}

} // namespace

double numpyMean(const NpyArray& array)
{
    constexpr std::size_t kPiece = 8192;
    const std::size_t count = array.values.size();
    if (!array.isSingle)
        return std::accumulate(array.values.begin(), array.values.end(), 0.0) / static_cast<double>(count);
    float sum = 0.0F;
    for (std::size_t first = 0; first < count; first += kPiece)
        sum += pairwiseSum(array.values.data() + first, std::min(kPiece, count - first));
    return static_cast<float>(static_cast<double>(sum) / static_cast<double>(count));
}

bool isNpy(std::string_view bytes)
{
    return bytes.substr(0, kMagic.size()) == kMagic;
}

NpyArray parseNpy(std::string_view bytes)
{
    Header header = takeHeader(bytes);
    const std::size_t count = checkedCount(header.shape);
    if (header.isFortranOrder)
        throw ModelError("is in Fortran order, which is not supported; save numpy.ascontiguousarray(array)");
    NpyArray array;
    array.isSingle = header.type == "<f4";
    if (array.isSingle)
        array.values = valuesOf<float>(bytes, count);
    else if (header.type == "<f8")
        array.values = valuesOf<double>(bytes, count);
    else if (header.type == "|u1")
        array.values = valuesOf<std::uint8_t>(bytes, count);
    else
        throw ModelError("has values of a type that is not supported; save array.astype('float32')");
    array.shape = std::move(header.shape);
    return array;
}

} // namespace cnnvis
