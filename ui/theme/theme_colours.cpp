// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme_colours.h"

namespace cnnvis::ui {

namespace {

ThemeColours makeDarkColours()
{
    ThemeColours colours;
    colours.window = QColor(0x1b, 0x1e, 0x25);
    colours.base = QColor(0x13, 0x15, 0x1a);
    colours.raised = QColor(0x21, 0x25, 0x2d);
    colours.button = QColor(0x2a, 0x2e, 0x37);
    colours.buttonHover = QColor(0x35, 0x3a, 0x45);
    colours.line = QColor(0x2b, 0x2f, 0x38);
    colours.fieldLine = QColor(0x38, 0x3d, 0x48);
    colours.text = QColor(0xdf, 0xe2, 0xe8);
    colours.quietText = QColor(0x96, 0x9d, 0xaa);
    colours.disabledText = QColor(0x62, 0x69, 0x76);
    colours.accent = QColor(0xee, 0x8a, 0x3a);
    colours.accentHover = QColor(0xf7, 0x9f, 0x58);
    colours.accentText = QColor(0xf2, 0xa2, 0x61);
    colours.accentSoft = QColor(0x3a, 0x2a, 0x1e);
    colours.onAccent = QColor(0x1c, 0x12, 0x08);
    colours.handle = QColor(0xf0, 0xf1, 0xf3);
    colours.error = QColor(0xff, 0x82, 0x78);
    colours.warning = QColor(0xe8, 0xb8, 0x4a);
    colours.good = QColor(0x67, 0xc9, 0x8b);
    return colours;
}

ThemeColours makeLightColours()
{
    ThemeColours colours;
    colours.window = QColor(0xf2, 0xf3, 0xf5);
    colours.base = QColor(0xff, 0xff, 0xff);
    colours.raised = QColor(0xf9, 0xfa, 0xfb);
    colours.button = QColor(0xe4, 0xe6, 0xeb);
    colours.buttonHover = QColor(0xd7, 0xda, 0xe1);
    colours.line = QColor(0xd9, 0xdc, 0xe2);
    colours.fieldLine = QColor(0xbd, 0xc2, 0xcc);
    colours.text = QColor(0x1d, 0x21, 0x28);
    colours.quietText = QColor(0x5a, 0x61, 0x6d);
    colours.disabledText = QColor(0x9a, 0xa0, 0xab);
    colours.accent = QColor(0xda, 0x64, 0x0a);
    colours.accentHover = QColor(0xf0, 0x80, 0x28);
    colours.accentText = QColor(0xab, 0x4a, 0x06);
    colours.accentSoft = QColor(0xfb, 0xe6, 0xd5);
    colours.onAccent = QColor(0x1c, 0x0f, 0x04);
    colours.handle = QColor(0xff, 0xff, 0xff);
    colours.error = QColor(0xb3, 0x1f, 0x1f);
    colours.warning = QColor(0x83, 0x5a, 0x00);
    colours.good = QColor(0x1a, 0x74, 0x3f);
    return colours;
}

} // namespace

const ThemeColours& darkColours()
{
    static const ThemeColours colours = makeDarkColours();
    return colours;
}

const ThemeColours& lightColours()
{
    static const ThemeColours colours = makeLightColours();
    return colours;
}

const ThemeColours& coloursOf(const QPalette& palette)
{
    const bool isDark = palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
    return isDark ? darkColours() : lightColours();
}

QPalette paletteOf(const ThemeColours& colours)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colours.window);
    palette.setColor(QPalette::Base, colours.base);
    palette.setColor(QPalette::AlternateBase, colours.raised);
    palette.setColor(QPalette::ToolTipBase, colours.raised);
    palette.setColor(QPalette::Button, colours.button);
    palette.setColor(QPalette::Light, colours.buttonHover);
    palette.setColor(QPalette::Midlight, colours.buttonHover);
    palette.setColor(QPalette::Mid, colours.line);
    palette.setColor(QPalette::Dark, colours.fieldLine);
    palette.setColor(QPalette::Shadow, colours.base.darker(130));
    for (const QPalette::ColorRole role :
        {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        palette.setColor(role, colours.text);
        palette.setColor(QPalette::Disabled, role, colours.disabledText);
    }
    palette.setColor(QPalette::PlaceholderText, colours.quietText);
    palette.setColor(QPalette::BrightText, colours.error);
    palette.setColor(QPalette::Highlight, colours.accent);
    palette.setColor(QPalette::HighlightedText, colours.onAccent);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colours.fieldLine);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colours.disabledText);
    palette.setColor(QPalette::Link, colours.accentText);
    palette.setColor(QPalette::LinkVisited, colours.accentText);
    return palette;
}

} // namespace cnnvis::ui
