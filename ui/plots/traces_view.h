// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/plot_view.h"

#include <array>
#include <map>

class QComboBox;

namespace cnnvis::ui {

/// A pixel whose values are plotted.
struct PlottedPoint {
    int id = 0;
    QString name; ///< e.g. "A (100, 200)"
    QColor colour; ///< as on the picture; an invalid one: the plot's own choice
};

/// The values of a traced pixel before a step, in grey levels less the mean.
struct TraceSample {
    int point = 0; ///< id of the PlottedPoint
    double blue = 0.0;
    double green = 0.0;
    double red = 0.0;

    /// How bright it looks (BT.601).
    double brightness() const { return 0.114 * blue + 0.587 * green + 0.299 * red; }
};

/// The plot of single pixels: their brightness, one of their channels, or all three.
class TracesView : public PlotView {
    Q_OBJECT

public:
    enum class Channel { Brightness, Red, Green, Blue, All };

    TracesView(const PlotMarks& marks, QWidget* parent = nullptr);

    /// Points that are gone lose their curves, the others keep them.
    void setPoints(const QVector<PlottedPoint>& points);
    /// A sample of an unknown point makes it one.
    void addSamples(qint64 step, const QVector<TraceSample>& samples);
    void setChannel(Channel channel);
    Channel channel() const { return m_channel; }

private:
    struct Trace {
        PlottedPoint point;
        std::array<PlotSeries*, 4> curves{}; ///< brightness, red, green, blue; owned by the view
    };
    /// Made when it is not known.
    Trace& traceOf(int id);
    void styleCurves();
    static QString keyOf(int point);

    std::map<int, Trace> m_traces;
    QComboBox* m_channelBox;
    Channel m_channel = Channel::Brightness;
};

} // namespace cnnvis::ui
