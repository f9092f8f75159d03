// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixel_traces.h"

#include "cnnvis/error.h"
#include "cnnvis/output_file.h"
#include "number_text.h"
#include "output_paths.h"

#include <array>

namespace cnnvis::render {

namespace {

struct Point {
    int row;
    int column;
};
constexpr std::array<Point, 4> kPoints{{{100, 100}, {200, 200}, {100, 200}, {200, 100}}};

bool isRecorded(const RunSettings& settings)
{
    return settings.iterBehavior.has(iter_behavior::PlotPix);
}

/// @param reason  empty when there is nothing to refuse.
void refuse(const std::string& path, const std::string& reason)
{
    if (!reason.empty()) {
        throw Error("Cannot write the pixel traces '" + path + "': " + reason
            + "; free the name or the disk, or take plot_pix out of --iter_behavior");
    }
}

} // namespace

std::vector<TracedPixel> PixelTraces::pixels(int sizeIndex)
{
    std::vector<TracedPixel> pixels;
    for (const Point point : kPoints)
        pixels.push_back({static_cast<int>(pixels.size()), sizeIndex, point.row, point.column});
    return pixels;
}

void PixelTraces::add(const std::vector<PixelSample>& samples)
{
    for (const auto& [pixel, step, values] : samples) {
        m_csv += std::to_string(pixel.sizeIndex + 1) + "," + std::to_string(step) + "," + std::to_string(pixel.row)
            + "," + std::to_string(pixel.column);
        for (const double value : values)
            m_csv += "," + exactText(value);
        m_csv += "\n";
    }
}

void PixelTraces::write(const std::string& path) const
{
    refuse(path, replaceFile(path, m_csv));
}

void PixelTraces::checkWritable(const std::string& path)
{
    refuse(path, whyNotWritable(path));
}

PixelTraceFile::PixelTraceFile(const std::string& outputFile, WriteProblems& problems)
    : m_path(pixelTracePath(outputFile))
    , m_writer(problems)
{ }

void PixelTraceFile::preparing(const RunSettings& settings)
{
    if (isRecorded(settings))
        PixelTraces::checkWritable(m_path);
}

std::vector<TracedPixel> PixelTraceFile::tracedPixels(const Dream& dream) const
{
    return isRecorded(dream.settings()) ? PixelTraces::pixels(dream.sizeIndex()) : std::vector<TracedPixel>();
}

void PixelTraceFile::pixelsSampled(const std::vector<PixelSample>& samples)
{
    m_traces.add(samples);
}

void PixelTraceFile::stepDone(const StepReport& report, const SessionProgress& /*progress*/, const Dream& dream)
{
    if (isRecorded(dream.settings()) && report.step % dream.settings().outputIter == 0)
        m_writer.attempt([&] { m_traces.write(m_path); });
}

void PixelTraceFile::ending(const Picture& /*picture*/, const Dream& dream)
{
    if (isRecorded(dream.settings()))
        m_writer.attempt([&] { m_traces.write(m_path); });
}

} // namespace cnnvis::render
