// SPDX-License-Identifier: GPL-3.0-or-later
#include "panel_checks.h"

#include "../../support/term_figures.h"

#include <QImage>
#include <QPalette>

#include <cstdlib>

namespace cnnvis::ui {

StepReport report(int step, int sizeIndex)
{
    StepReport report;
    report.sizeIndex = sizeIndex;
    report.step = step;
    report.learningRate = 2.4;
    report.objective = 10.0 + step;
    // Not level, as a level line may lie between two rows of pixels, and then none has its colour.
    report.meanNetworkGradient = step % 2 == 0 ? 19000.0 : 26000.0;
    test::setTerm(report, "p-norm", 0.0, 63.0);
    test::setTerm(report, "tv", 0.0, step % 2 == 0 ? 82.0 : 0.0);
    report.meanStep = 1.04;
    report.medianStep = 0.92;
    report.meanStepRatio = 0.31;
    report.imageMean = 36.4;
    report.imageDeviation = 51.5;
    return report;
}

QVector<StepReport> reports(int first, int last, int sizeIndex)
{
    QVector<StepReport> list;
    for (int step = first; step <= last; ++step)
        list.append(report(step, sizeIndex));
    return list;
}

const DecimatedSeries& curve(const PlotsPanel& panel, Plot plot, std::size_t index)
{
    return panel.plot(plot)->series()[index]->data;
}

QStringList legendNames(const PlotsPanel& panel, Plot plot)
{
    QStringList names;
    for (const LegendEntry& entry : panel.plot(plot)->legend())
        names.append(entry.name);
    return names;
}

QWidget* surface(const PlotsPanel& panel, Plot plot)
{
    return panel.plot(plot)->findChild<QWidget*>(QStringLiteral("plotSurface"));
}

QPalette palette(const QColor& base, const QColor& text, const QColor& accent)
{
    QPalette palette;
    palette.setColor(QPalette::Window, base);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Highlight, accent);
    return palette;
}

int pixelsOf(const QColor& colour, QWidget& widget, int farthest)
{
    const QImage picture = widget.grab().toImage();
    int count = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QColor pixel = picture.pixelColor(x, y);
            const int distance = std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green())
                + std::abs(pixel.blue() - colour.blue());
            count += distance <= farthest ? 1 : 0;
        }
    }
    return count;
}

std::unique_ptr<PlotsPanel> shownPanel()
{
    auto panel = std::make_unique<PlotsPanel>();
    panel->setPalette(palette(kDark, QColor(0xd8, 0xdb, 0xe0), kOrange));
    panel->resize(900, 320);
    panel->show();
    return panel;
}

} // namespace cnnvis::ui
