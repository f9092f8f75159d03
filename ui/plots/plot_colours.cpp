// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plot_colours.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cnnvis::ui {

namespace {

constexpr double kLeastContrast = 3.6;

double luminance(const QColor& colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

QColor mixed(const QColor& first, const QColor& second, double share)
{
    const auto between = [share](
                             int from, int to) { return from + static_cast<int>(std::lround((to - from) * share)); };
    return {between(first.red(), second.red()), between(first.green(), second.green()),
        between(first.blue(), second.blue())};
}

double contrast(const QColor& first, const QColor& second)
{
    const auto [low, high] = std::minmax({luminance(first), luminance(second)});
    return (high + 0.05) / (low + 0.05);
}

QColor legibleOn(const QColor& background, const QColor& colour)
{
    const QColor away = luminance(background) > 0.18 ? QColor(Qt::black) : QColor(Qt::white);
    QColor legible = colour;
    for (double share = 0.0; share < 1.0 && contrast(background, legible) < kLeastContrast; share += 0.04)
        legible = mixed(colour, away, share);
    return legible;
}

PlotColours PlotColours::fromPalette(const QPalette& palette)
{
    const QColor background = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    return {background, text, mixed(background, text, 0.6), mixed(background, text, 0.1), mixed(background, text, 0.28),
        legibleOn(background, palette.color(QPalette::Highlight))};
}

PlotColours PlotColours::forPaper()
{
    QPalette palette;
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::Text, Qt::black);
    palette.setColor(QPalette::Highlight, QColor(0xc8, 0x5a, 0x0a));
    return fromPalette(palette);
}

QColor series_colours::at(int index)
{
    static const std::array<QColor, 6> colours{kBlue, kYellow, kRed, kGreen, kViolet, kCyan};
    return colours[static_cast<std::size_t>(std::abs(index)) % colours.size()];
}

} // namespace cnnvis::ui
