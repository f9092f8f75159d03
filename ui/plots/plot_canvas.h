// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/plot_colours.h"
#include "plots/plot_marks.h"
#include "plots/plot_series.h"
#include "plots/step_window.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QCustomPlot;

namespace cnnvis::ui {

class PlotScene;
class ReadOut;
struct ReadOutContent;

/// The drawing of a plot, and what the mouse and the keys do in it: the wheel looks closer at the steps (at the values
/// with Ctrl, or over their axis), a drag goes to others, a double-click shows all again and follows the newest.
///
/// Draws when it is told to or acted upon, never by itself. The curves and the marks outlive it.
class PlotCanvas : public QWidget {
    Q_OBJECT

public:
    PlotCanvas(ValueScale scale, const PlotSeriesList& series, const PlotMarks& marks, QWidget* parent = nullptr);
    ~PlotCanvas() override;

    /// Draws what the curves and marks hold now.
    void refresh();
    /// Shows a new run.
    void reset();
    void setFollowing(bool isFollowing);
    bool isFollowing() const { return m_window.isFollowing(); }
    const StepWindow& window() const { return m_window; }

    /// @param unit  of the values.
    QByteArray png(const QString& unit);
    QByteArray pdf(const QString& unit);

Q_SIGNALS:
    void followingChanged(bool isFollowing);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void connectMouse();
    void zoomWithWheel(QWheelEvent* event);
    void drag(const QPointF& position);
    void zoomSteps(double factor, double atPixel);
    void showAll();
    void restyle();
    void updateSteps();
    /// Draws soon, once for all that happens until then; tells when following changed.
    void windowMoved(bool wasFollowing);
    void updateReadOut();
    ReadOutContent contentAt(double pixel) const;
    QStringList notesAt(double step) const;

    QCustomPlot* m_plot;
    const PlotSeriesList& m_series;
    const PlotMarks& m_marks;
    std::unique_ptr<PlotScene> m_scene;
    ReadOut* m_readOut;
    StepWindow m_window;
    QTimer m_drawTimer;
    PlotColours m_colours;
    std::optional<QPointF> m_pointer;
    std::optional<QPointF> m_dragFrom;
};

} // namespace cnnvis::ui
