// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/style_sheet.h"

#include "theme/theme_colours.h"

#include <QFont>
#include <QFontMetrics>
#include <QRegularExpression>

namespace cnnvis::ui {

namespace {

/// @name is a colour; @1.5 is that many line heights.
constexpr const char kSheet[] = R"(
QMainWindow, QDialog { background: @window; }
QMenuBar { background: @window; border-bottom: 1px solid @line; }
QMenuBar::item { padding: @0.25 @0.5; background: transparent; border-radius: @0.25; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @button; }
QMenu { background: @raised; border: 1px solid @fieldLine; padding: @0.3 0; }
QMenu::item { padding: @0.3 @1.8 @0.3 @1.8; background: transparent; }
QMenu::item:selected { background: @accentSoft; color: @accentText; }
QMenu::item:disabled { color: @disabledText; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: @0.3 0; }
QMenu::icon { left: @0.5; }
QMenu::indicator { left: @0.5; width: @0.9; height: @0.9; }
QToolTip { background: @raised; color: @text; border: 1px solid @fieldLine; padding: @0.35; }

QToolBar { background: @window; border: none; border-bottom: 1px solid @line; padding: @0.35 @0.5; spacing: @0.4; }
QToolBar::separator { background: @line; width: 1px; margin: @0.15 @0.35; }
QStatusBar { background: @window; border-top: 1px solid @line; color: @quietText; }
QStatusBar::item { border: none; }

QDockWidget { titlebar-close-icon: none; titlebar-normal-icon: none; color: @quietText; }
QDockWidget::title { background: @window; padding: @0.35 @0.6; text-align: left; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QSplitter::handle { background: @line; }
QSplitter::handle:hover { background: @accent; }

QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab { background: transparent; color: @quietText; padding: @0.4 @0.75; border: 1px solid transparent;
    border-top: 2px solid transparent; border-top-left-radius: @0.3; border-top-right-radius: @0.3; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { background: @raised; color: @text; border-left-color: @line; border-right-color: @line;
    border-top-color: @accent; }
QTabBar::tab:focus { color: @accentText; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: @0.65; margin: 0; }
QScrollBar:horizontal { height: @0.65; margin: 0; }
QScrollBar::handle { background: @button; border-radius: @0.18; margin: @0.12; }
QScrollBar::handle:vertical { min-height: @2; }
QScrollBar::handle:horizontal { min-width: @2; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @fieldLine; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QHeaderView { background: @window; border: none; }
QHeaderView::section { background: @window; color: @quietText; border: none; border-bottom: 1px solid @line;
    padding: @0.25 @0.4; font-weight: normal; }
QTableView { gridline-color: @line; }
QProgressBar { background: @fieldLine; border: none; border-radius: @0.2; color: @text; text-align: center;
    min-height: @0.4; max-height: @1.1; }
QProgressBar::chunk { background: @accent; border-radius: @0.2; }
QGroupBox { border: 1px solid @line; border-radius: @0.3; margin-top: @0.7; padding: @0.5; }
QGroupBox::title { subcontrol-origin: margin; left: @0.5; padding: 0 @0.25; color: @quietText; }

QLabel[role="heading"] { color: @quietText; font-weight: 600; }
QLabel[role="quiet"] { color: @quietText; }
QLabel[role="error"] { color: @error; }
QLabel[role="warning"] { color: @warning; }
QFrame[role="bar"] { background: @accentSoft; border: 1px solid @line; border-left: 3px solid @accent;
    border-radius: @0.25; }
)";

QString colourText(const ThemeColours& colours, const QString& name)
{
    const struct {
        const char* name;
        QColor colour;
    } table[] = {{"window", colours.window}, {"base", colours.base}, {"raised", colours.raised},
        {"button", colours.button}, {"line", colours.line}, {"fieldLine", colours.fieldLine}, {"text", colours.text},
        {"quietText", colours.quietText}, {"disabledText", colours.disabledText}, {"accent", colours.accent},
        {"accentText", colours.accentText}, {"accentSoft", colours.accentSoft}, {"error", colours.error},
        {"warning", colours.warning}};
    for (const auto& entry : table) {
        if (name == QLatin1String(entry.name))
            return entry.colour.name();
    }
    Q_ASSERT_X(false, "colourText", "a colour that the style sheet names is not in the table");
    return {};
}

} // namespace

QString styleSheetOf(const ThemeColours& colours, const QFont& font)
{
    const int line = QFontMetrics(font).height();
    const QString sheet = QLatin1String(kSheet);
    static const QRegularExpression reference(QStringLiteral("@([0-9.]+|[a-zA-Z]+)"));
    QString result;
    qsizetype end = 0;
    for (auto matches = reference.globalMatch(sheet); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QString name = match.captured(1);
        result += sheet.mid(end, match.capturedStart() - end);
        bool isLength = false;
        const double lines = name.toDouble(&isLength);
        result += isLength ? QString::number(qRound(lines * line)) + QStringLiteral("px") : colourText(colours, name);
        end = match.capturedEnd();
    }
    return result + sheet.mid(end);
}

} // namespace cnnvis::ui
