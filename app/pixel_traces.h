// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"
#include "write_problems.h"

#include <string>
#include <vector>

namespace cnnvis::render {

/// How four single pixels change in the course of a run: their values before every step, as a table in CSV.
///
/// They are the original's: (row, column) = (100, 100), (200, 200), (100, 200), (200, 100).
class PixelTraces {
public:
    /// The pixels in the picture of one size.
    static std::vector<TracedPixel> pixels(int sizeIndex);

    void add(const std::vector<PixelSample>& samples);

    /// The table so far, with the columns size, step, row, column, blue, green, red; grey levels less the mean.
    const std::string& csv() const { return m_csv; }

    /// Writes the table, whole or not at all.
    /// @throws Error  when it cannot be written; a file that was there before is then unchanged.
    void write(const std::string& path) const;
    /// Finds out whether write() can write there; leaves nothing behind. @throws Error  when it cannot.
    static void checkWritable(const std::string& path);

private:
    std::string m_csv = "size,step,row,column,blue,green,red\n";
};

/// With `iter_behavior` plot_pix: that table as a file, written anew every `output_iter` steps and at the end.
class PixelTraceFile final : public OutputSink {
public:
    /// @param outputFile  where the finished picture goes; the table is named after it.
    /// @param problems    are told what cannot be written; outlive this.
    PixelTraceFile(const std::string& outputFile, WriteProblems& problems);

    void preparing(const RunSettings& settings) override;
    std::vector<TracedPixel> tracedPixels(const Dream& dream) const override;
    void pixelsSampled(const std::vector<PixelSample>& samples) override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;
    void ending(const Picture& picture, const Dream& dream) override;

private:
    std::string m_path;
    PixelTraces m_traces;
    PatientWriter m_writer;
};

} // namespace cnnvis::render
