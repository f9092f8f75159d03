// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

#include "theme/studio_style.h"
#include "theme/style_sheet.h"
#include "theme/theme_colours.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontMetricsF>

#include <algorithm>

namespace cnnvis::ui {

namespace {

constexpr double kBasePointSize = 9.75; // 13 px at the usual 96 dots per inch

ThemeChoice lastChoice = ThemeChoice::System;

/// What the desktop wants: its own palette shows when ours is taken away.
bool isDesktopDark(QApplication& app)
{
    app.setPalette(QPalette());
    return &coloursOf(app.palette()) == &darkColours();
}

/// Figures in tables and fields must stand below each other.
bool hasAlignedFigures(const QFont& font)
{
    const QFontMetricsF metrics(font);
    const qreal zero = metrics.horizontalAdvance(QLatin1Char('0'));
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (qAbs(metrics.horizontalAdvance(QLatin1Char(digit)) - zero) > 0.01)
            return false;
    }
    return true;
}

/// The desktop's font, unless its figures are uneven; never smaller than the base size, larger where the user wants it.
QFont studioFont()
{
    static const QFont desktopFont = QApplication::font();
    QFont font = desktopFont;
    const double size = font.pointSizeF();
    font.setPointSizeF(std::max(size, kBasePointSize));
    for (const char* const family : {"Noto Sans", "Cantarell", "DejaVu Sans"}) {
        if (hasAlignedFigures(font))
            break;
        font.setFamilies({QLatin1String(family)});
    }
    return font;
}

/// Applies the theme again when the desktop switches between dark and light.
class DesktopWatcher : public QObject {
public:
    explicit DesktopWatcher(QApplication& app)
        : QObject(&app)
        , m_app(app)
    {
        app.installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        // Every window is told of the change: the posted call is made once for all of them.
        if (event->type() == QEvent::ThemeChange && lastChoice == ThemeChoice::System && !m_isPending) {
            m_isPending = true;
            QMetaObject::invokeMethod(this, &DesktopWatcher::follow, Qt::QueuedConnection);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    void follow()
    {
        m_isPending = false;
        if (lastChoice == ThemeChoice::System)
            applyTheme(m_app, ThemeChoice::System);
    }

    QApplication& m_app;
    bool m_isPending = false;
};

void watchDesktop(QApplication& app)
{
    const QString name = QStringLiteral("desktopWatcher");
    if (app.findChild<QObject*>(name, Qt::FindDirectChildrenOnly) == nullptr)
        (new DesktopWatcher(app))->setObjectName(name);
}

} // namespace

void applyTheme(QApplication& app, ThemeChoice choice)
{
    lastChoice = choice;
    if (!StudioStyle::isApplied()) {
        QApplication::setFont(studioFont());
        QApplication::setStyle(new StudioStyle);
    }
    const bool isDark = choice == ThemeChoice::System ? isDesktopDark(app) : choice == ThemeChoice::Dark;
    const ThemeColours& colours = isDark ? darkColours() : lightColours();
    QApplication::setPalette(paletteOf(colours));
    app.setStyleSheet(styleSheetOf(colours, QApplication::font()));
    watchDesktop(app);
}

ThemeChoice appliedTheme()
{
    return lastChoice;
}

QString themeChoiceText(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Dark:
        return QStringLiteral("dark");
    case ThemeChoice::Light:
        return QStringLiteral("light");
    case ThemeChoice::System:
        break;
    }
    return QStringLiteral("system");
}

ThemeChoice themeChoiceFromText(const QString& text)
{
    for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
        if (text == themeChoiceText(choice))
            return choice;
    }
    return ThemeChoice::System;
}

} // namespace cnnvis::ui
