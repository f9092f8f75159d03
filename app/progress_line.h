// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <functional>
#include <optional>
#include <ostream>
#include <string>

namespace cnnvis::render {

/// How far a run is.
struct Progress {
    int sizeIndex = 0; ///< from 0
    int sizes = 1;
    PictureSize size;
    int step = 0; ///< from 1, within the size
    int steps = 0; ///< per size
    std::optional<double> stepsPerSecond;
    std::optional<double> secondsLeft; ///< over all sizes
};

/// "size 2/5 (424x755), step 12/100, 3.4 steps/s, 1:23 left".
std::string progressText(const Progress& progress);

/// How wide the terminal is; empty when standard error goes elsewhere, or to one that cannot rewrite a line.
std::function<int()> columnsOfStandardError();

/// Tells people how far a run is: in a line that is rewritten on a terminal, else in a new line now and then.
class ProgressLine {
public:
    /// @param columns  tells the terminal's width at present; empty when the stream is none.
    ProgressLine(std::ostream& stream, std::function<int()> columns);
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    /// Ends the line.
    ~ProgressLine();

    /// @param seconds  on any clock that does not go back; shows which come too soon after another are left out.
    void show(const Progress& progress, double seconds);
    /// Takes the line off the terminal, to make room for other text; the next show() brings it back.
    void clear();
    /// Keeps the line on the terminal and goes to the next.
    void end();

private:
    bool isDue(const Progress& progress, double seconds) const;

    std::ostream& m_stream;
    std::function<int()> m_columns;
    std::optional<double> m_lastShown;
    int m_lastSizeIndex = -1;
    bool m_isOnScreen = false;
};

} // namespace cnnvis::render
