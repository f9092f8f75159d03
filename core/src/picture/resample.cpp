// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/resample.h"

#include "cnnvis/picture_resize.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace cnnvis {

namespace {

constexpr int kFractionBits = 22;

double filterSupport(ResampleFilter filter)
{
    return filter == ResampleFilter::Bilinear ? 1.0 : 2.0;
}

double filterValue(ResampleFilter filter, double x)
{
    x = std::abs(x);
    if (filter == ResampleFilter::Bilinear)
        return x < 1.0 ? 1.0 - x : 0.0;
    constexpr double a = -0.5;
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    return x < 2.0 ? (((x - 5.0) * x + 8.0) * x - 4.0) * a : 0.0;
}

/// What one output position takes from the input: positions from `first` on, with these weights.
template <typename Weight>
struct Taps {
    int first = 0;
    std::vector<Weight> weights;
};

Taps<double> makeExactTaps(int position, int inputSize, int outputSize, ResampleFilter filter)
{
    const double scale = static_cast<double>(inputSize) / outputSize;
    const double filterScale = std::max(scale, 1.0);
    const double inverseFilterScale = 1.0 / filterScale;
    const double support = filterSupport(filter) * filterScale;
    const double center = (position + 0.5) * scale;
    Taps<double> taps;
    taps.first = std::max(0, static_cast<int>(center - support + 0.5));
    const int last = std::min(inputSize, static_cast<int>(center + support + 0.5));

    double sum = 0.0;
    for (int x = 0; x < last - taps.first; ++x) {
        taps.weights.push_back(filterValue(filter, (x + taps.first - center + 0.5) * inverseFilterScale));
        sum += taps.weights.back();
    }
    for (double& weight : taps.weights)
        weight = sum != 0.0 ? weight / sum : weight;
    return taps;
}

/// The picture's arithmetic: 8 bits, and weights with 22 fractional bits.
struct ByteArithmetic {
    using Outer = std::uint8_t; ///< of the pictures
    using Value = std::uint8_t; ///< of rows in between
    using Weight = std::int32_t;
    static constexpr std::int32_t kStart = 1 << (kFractionBits - 1);

    static Weight weight(double exact)
    {
        const double scaled = exact * (1 << kFractionBits);
        return static_cast<Weight>(scaled < 0.0 ? scaled - 0.5 : scaled + 0.5);
    }
    /// The sums fit: the weights' magnitudes add up to at most 1.25 or so, and 255 · 1.25 · 2^22 < 2^31.
    static Value value(Weight sum) { return static_cast<Value>(std::clamp(sum >> kFractionBits, 0, 255)); }
    static Value taken(Outer value) { return value; }
    static Outer given(Value value) { return value; }
};

/// The picture's pixels, added up as light: sRGB's curve is undone before, and done again behind.
/// Source: IEC 61966-2-1.
struct LightArithmetic {
    using Outer = std::uint8_t;
    using Value = float;
    using Weight = float;
    static constexpr float kStart = 0.0F;

    static Weight weight(double exact) { return static_cast<float>(exact); }
    static Value value(Weight sum) { return sum; }
    static Value taken(Outer value)
    {
        static const std::array<float, 256> table = [] {
            std::array<float, 256> light{};
            for (std::size_t i = 0; i < light.size(); ++i) {
                const double signal = static_cast<double>(i) / 255.0;
                light[i] =
                    static_cast<float>(signal <= 0.04045 ? signal / 12.92 : std::pow((signal + 0.055) / 1.055, 2.4));
            }
            return light;
        }();
        return table[value];
    }
    static Outer given(Value light)
    {
        constexpr float kSteps = 65535.0F; // the curve is at its steepest a twentieth of a grey level each
        static const std::vector<std::uint8_t> table = [] {
            std::vector<std::uint8_t> signals;
            for (int i = 0; i <= static_cast<int>(kSteps); ++i) {
                const double value = i / static_cast<double>(kSteps);
                const double signal = value <= 0.0031308 ? 12.92 * value : 1.055 * std::pow(value, 1.0 / 2.4) - 0.055;
                signals.push_back(static_cast<std::uint8_t>(std::lround(255.0 * signal)));
            }
            return signals;
        }();
        return table[static_cast<std::size_t>(std::clamp(light, 0.0F, 1.0F) * kSteps + 0.5F)];
    }
};

/// The image's: exact.
struct RealArithmetic {
    using Outer = double;
    using Value = double;
    using Weight = double;
    static constexpr double kStart = 0.0;

    static Weight weight(double exact) { return exact; }
    static Value value(Weight sum) { return sum; }
    static Value taken(Outer value) { return value; }
    static Outer given(Value value) { return value; }
};

template <typename Arithmetic>
Taps<typename Arithmetic::Weight> makeTaps(int position, int inputSize, int outputSize, ResampleFilter filter)
{
    const Taps<double> exact = makeExactTaps(position, inputSize, outputSize, filter);
    Taps<typename Arithmetic::Weight> taps;
    taps.first = exact.first;
    std::transform(exact.weights.begin(), exact.weights.end(), std::back_inserter(taps.weights), &Arithmetic::weight);
    return taps;
}

/// Resamples rows, and these into columns, one output row after the other: of the rows between the two, it keeps those
/// alone that the next output row needs.
template <typename Arithmetic>
class Resampler {
public:
    using Outer = typename Arithmetic::Outer;
    using Value = typename Arithmetic::Value;
    using Weight = typename Arithmetic::Weight;

    /// @param part  of the new picture: what is made.
    Resampler(
        const Outer* input, PictureSize inputSize, PictureSize outputSize, ResampleFilter filter, PictureRectangle part)
        : m_input(input)
        , m_inputSize(inputSize)
        , m_outputSize(outputSize)
        , m_filter(filter)
        , m_part(part)
        , m_rowLength(static_cast<std::size_t>(part.size.width) * kChannels)
    {
        for (int column = 0; column < part.size.width && inputSize.width != outputSize.width; ++column)
            m_columns.push_back(makeTaps<Arithmetic>(part.column + column, inputSize.width, outputSize.width, filter));
    }

    /// @param output  room for the part.
    void run(Outer* output)
    {
        std::vector<Weight> sums(m_rowLength);
        for (int row = m_part.row; row < m_part.row + m_part.size.height; ++row, output += m_rowLength) {
            if (m_inputSize.height == m_outputSize.height) {
                const Value* const from = widened(row, 1);
                std::transform(from, from + m_rowLength, output, &Arithmetic::given);
                continue;
            }
            const Taps<Weight> taps = makeTaps<Arithmetic>(row, m_inputSize.height, m_outputSize.height, m_filter);
            std::fill(sums.begin(), sums.end(), Arithmetic::kStart);
            for (std::size_t tap = 0; tap < taps.weights.size(); ++tap) {
                const Value* const from = widened(taps.first + static_cast<int>(tap), taps.weights.size());
                for (std::size_t i = 0; i < m_rowLength; ++i)
                    sums[i] += from[i] * taps.weights[tap];
            }
            std::transform(
                sums.begin(), sums.end(), output, [](Weight sum) { return Arithmetic::given(Arithmetic::value(sum)); });
        }
    }

private:
    struct Row {
        int index = -1;
        std::vector<Value> values;
    };

    /// The part's columns of an input row. @param kept  as many rows from the first that is still needed on.
    const Value* widened(int row, std::size_t kept)
    {
        const Outer* const from =
            m_input + static_cast<std::size_t>(row) * static_cast<std::size_t>(m_inputSize.width) * kChannels;
        if (m_rows.size() < kept)
            m_rows = std::vector<Row>(kept);
        Row& slot = m_rows[static_cast<std::size_t>(row) % m_rows.size()];
        if (slot.index != row) {
            slot.index = row;
            slot.values.resize(m_rowLength);
            if (m_columns.empty())
                takeRow(from + static_cast<std::size_t>(m_part.column) * kChannels, slot.values.data());
            else
                resampleRow(from, slot.values.data());
        }
        return slot.values.data();
    }

    void takeRow(const Outer* row, Value* to) const { std::transform(row, row + m_rowLength, to, &Arithmetic::taken); }

    void resampleRow(const Outer* row, Value* to) const
    {
        for (const Taps<Weight>& taps : m_columns) {
            const Outer* from = row + static_cast<std::size_t>(taps.first) * kChannels;
            std::array<Weight, kChannels> sums{Arithmetic::kStart, Arithmetic::kStart, Arithmetic::kStart};
            for (const Weight weight : taps.weights) {
                for (Weight& sum : sums)
                    sum += Arithmetic::taken(*from++) * weight;
            }
            to = std::transform(sums.begin(), sums.end(), to, &Arithmetic::value);
        }
    }

    const Outer* m_input;
    PictureSize m_inputSize, m_outputSize;
    ResampleFilter m_filter;
    PictureRectangle m_part;
    std::size_t m_rowLength;
    std::vector<Taps<Weight>> m_columns; ///< empty: the width stays
    std::vector<Row> m_rows;
};

} // namespace

RealImage resample(const RealImage& image, PictureSize size, ResampleFilter filter)
{
    RealImage result(size);
    Resampler<RealArithmetic>(image.values.data(), image.size, size, filter, {0, 0, size}).run(result.values.data());
    return result;
}

Picture resample(const Picture& picture, PictureSize size, ResampleFilter filter, ResampleSpace space)
{
    if (!picture.isEmpty() && picture.size() == size && picture.bitsPerChannel() == 8)
        return picture;
    return resamplePart(picture, size, filter, {0, 0, size}, space);
}

Picture resamplePart(
    const Picture& picture, PictureSize size, ResampleFilter filter, PictureRectangle part, ResampleSpace space)
{
    if (picture.isEmpty() || picture.bitsPerChannel() != 8 || size.height <= 0 || size.width <= 0) {
        throw PictureError("Cannot resize a picture of " + std::to_string(picture.height()) + " x "
            + std::to_string(picture.width()) + " pixels with " + std::to_string(picture.bitsPerChannel()) + " bits to "
            + std::to_string(size.height) + " x " + std::to_string(size.width)
            + "; it takes 8 bits a channel, and sides of at least one pixel");
    }
    std::vector<std::uint8_t> pixels(valueCount(part.size));
    if (space == ResampleSpace::Light)
        Resampler<LightArithmetic>(picture.pixels8(), picture.size(), size, filter, part).run(pixels.data());
    else
        Resampler<ByteArithmetic>(picture.pixels8(), picture.size(), size, filter, part).run(pixels.data());
    return {part.size, std::move(pixels)};
}

Picture resized(const Picture& picture, PictureSize size)
{
    return resample(picture, size, ResampleFilter::Bicubic, ResampleSpace::Light);
}

} // namespace cnnvis
