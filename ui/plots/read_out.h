// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/plot_colours.h"

#include <QVector>
#include <QWidget>

namespace cnnvis::ui {

/// What lies under the pointer, in figures.
struct ReadOutContent {
    struct Row {
        QColor colour;
        QString name;
        QString figure;
        QPointF place; ///< of the point, in pixels; null when it is not in the plot
    };
    double x = 0.0; ///< of the crosshair, in pixels
    QString title;
    QVector<Row> rows;
    QStringList notes; ///< what was changed there
};

/// Lies over a plot, lets the mouse through, and paints crosshair and read-out, so that the plot itself need not be
/// painted anew when the pointer moves.
class ReadOut : public QWidget {
    Q_OBJECT

public:
    explicit ReadOut(QWidget* plot);

    void setStyle(const PlotColours& colours, const QFont& font);
    /// @param area  of the plot within its axes.
    void showContent(const ReadOutContent& content, const QRect& area);
    void hideContent();
    /// Shown in the middle as long as there is nothing to see; empty for none.
    void setHint(const QString& hint);
    void setFocusFrameShown(bool isShown);
    const ReadOutContent& content() const { return m_content; }
    bool hasContent() const { return m_hasContent; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void paintCrosshair(QPainter& painter) const;
    void paintBox(QPainter& painter) const;
    QRectF boxRect(double nameWidth, double figureWidth, double lineHeight) const;

    ReadOutContent m_content;
    QRect m_area;
    PlotColours m_colours;
    QString m_hint;
    bool m_hasContent = false;
    bool m_isFocusFrameShown = false;
};

} // namespace cnnvis::ui
