// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"
#include "theme/theme_colours.h"
#include "theme/themed_icon.h"

#include <QtTest>
#include <QtWidgets>

#include <cmath>

namespace cnnvis::ui {

namespace {

constexpr double kReadable = 4.5; // WCAG 2.1, text

double luminance(const QColor& colour)
{
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& one, const QColor& other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

/// Which share of the pixels is not transparent.
double coverage(const QImage& image)
{
    int painted = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            painted += qAlpha(image.pixel(x, y)) > 40 ? 1 : 0;
    }
    return static_cast<double>(painted) / (image.width() * image.height());
}

/// The colour of the most opaque pixel.
QColor inkOf(const QImage& image)
{
    QRgb ink = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            ink = qAlpha(pixel) > qAlpha(ink) ? pixel : ink;
        }
    }
    return QColor::fromRgb(ink);
}

bool isNear(const QColor& one, const QColor& other)
{
    return std::abs(one.red() - other.red()) < 24 && std::abs(one.green() - other.green()) < 24
        && std::abs(one.blue() - other.blue()) < 24;
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { applyTheme(*qApp, ThemeChoice::Dark); }
    void keepsTextReadable_data();
    void keepsTextReadable();
    void rendersEveryIcon_data();
    void rendersEveryIcon();
    void tintsIconsByModeAndTheme();
    void hasEveryIconThatWasAskedFor();
    void answersAnUnknownIconWithNone();
    void paintsTheApplicationIcon();
    void switchesEverythingWithTheChoice();
    void takesTheDesktopsSideForSystem();
    void namesChoicesForTheSession();
    void paintsThePrimaryButtonInTheAccent();
    void outlinesAnInvalidField();
    void growsControlsWithTheFont();
    void jumpsASliderToTheClick();
};

void TestTheme::keepsTextReadable_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::addRow("dark") << true;
    QTest::addRow("light") << false;
}

void TestTheme::keepsTextReadable()
{
    QFETCH(bool, isDark);
    const ThemeColours& colours = isDark ? darkColours() : lightColours();
    const QColor texts[] = {
        colours.text, colours.quietText, colours.accentText, colours.error, colours.warning, colours.good};
    for (const QColor& text : texts) {
        for (const QColor& ground : {colours.window, colours.base, colours.raised}) {
            QVERIFY2(contrast(text, ground) >= kReadable,
                qPrintable(QStringLiteral("%1 on %2: %3").arg(text.name(), ground.name()).arg(contrast(text, ground))));
        }
    }
    QVERIFY(contrast(colours.text, colours.button) >= kReadable);
    QVERIFY(contrast(colours.text, colours.buttonHover) >= kReadable);
    QVERIFY(contrast(colours.onAccent, colours.accent) >= kReadable);
    QVERIFY(contrast(colours.onAccent, colours.accentHover) >= kReadable);
    QVERIFY(contrast(colours.accentText, colours.accentSoft) >= kReadable);
    QVERIFY(contrast(colours.accent, colours.window) >= 3.0); // WCAG 2.1, parts of controls
}

void TestTheme::rendersEveryIcon_data()
{
    QTest::addColumn<ThemeChoice>("choice");
    QTest::addColumn<int>("side");
    for (const int side : {16, 24, 48}) {
        QTest::addRow("dark %d", side) << ThemeChoice::Dark << side;
        QTest::addRow("light %d", side) << ThemeChoice::Light << side;
    }
}

void TestTheme::rendersEveryIcon()
{
    QFETCH(ThemeChoice, choice);
    QFETCH(int, side);
    applyTheme(*qApp, choice);
    for (const QString& name : themedIconNames()) {
        const QImage image = themedIcon(name).pixmap(side, side).toImage();
        QCOMPARE(image.size(), QSize(side, side));
        const double share = coverage(image);
        QVERIFY2(share > 0.04 && share < 0.75, qPrintable(QStringLiteral("%1: %2").arg(name).arg(share)));
        QVERIFY2(isNear(inkOf(image), QApplication::palette().color(QPalette::ButtonText)), qPrintable(name));
    }
}

void TestTheme::tintsIconsByModeAndTheme()
{
    const QIcon icon = themedIcon(QStringLiteral("stop"));
    for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
        applyTheme(*qApp, choice);
        const QPalette palette = QApplication::palette();
        QVERIFY(isNear(inkOf(icon.pixmap(24, QIcon::Normal).toImage()), palette.color(QPalette::ButtonText)));
        QVERIFY(isNear(inkOf(icon.pixmap(24, QIcon::Disabled).toImage()),
            palette.color(QPalette::Disabled, QPalette::ButtonText)));
        QVERIFY(isNear(inkOf(icon.pixmap(24, QIcon::Normal, QIcon::On).toImage()), palette.color(QPalette::Link)));
    }
    const QImage onAccent = themedIcon(QStringLiteral("stop"), QPalette::HighlightedText).pixmap(24).toImage();
    QVERIFY(isNear(inkOf(onAccent), QApplication::palette().color(QPalette::HighlightedText)));
}

void TestTheme::hasEveryIconThatWasAskedFor()
{
    const QString wanted = QStringLiteral(
        "start pause step stop restart pan probe trace compare tiles grid fit one-to-one zoom-in zoom-out save open "
        "undo redo reset search snapshot preset network layers plots log settings theme copy delete rename import "
        "export star help close chevron-down chevron-right warning");
    for (const QString& name : wanted.split(QLatin1Char(' ')))
        QVERIFY2(!themedIcon(name).isNull(), qPrintable(name));
}

void TestTheme::answersAnUnknownIconWithNone()
{
    QVERIFY(themedIcon(QStringLiteral("no-such-icon")).isNull());
}

void TestTheme::paintsTheApplicationIcon()
{
    for (const int side : {16, 48, 256})
        QVERIFY(coverage(applicationIcon().pixmap(side, side).toImage()) > 0.6);
}

void TestTheme::switchesEverythingWithTheChoice()
{
    applyTheme(*qApp, ThemeChoice::Dark);
    QCOMPARE(appliedTheme(), ThemeChoice::Dark);
    QCOMPARE(QApplication::palette().color(QPalette::Window), darkColours().window);
    QVERIFY(qApp->styleSheet().contains(darkColours().raised.name()));
    applyTheme(*qApp, ThemeChoice::Light);
    QCOMPARE(QApplication::palette().color(QPalette::Window), lightColours().window);
    QVERIFY(qApp->styleSheet().contains(lightColours().fieldLine.name()));
    QVERIFY(!qApp->styleSheet().contains(QLatin1Char('@')));
}

void TestTheme::takesTheDesktopsSideForSystem()
{
    // The offscreen platform has no desktop; Qt's own palette is light.
    applyTheme(*qApp, ThemeChoice::System);
    QCOMPARE(appliedTheme(), ThemeChoice::System);
    QCOMPARE(QApplication::palette().color(QPalette::Window), lightColours().window);
}

void TestTheme::namesChoicesForTheSession()
{
    for (const ThemeChoice choice : {ThemeChoice::System, ThemeChoice::Dark, ThemeChoice::Light})
        QCOMPARE(themeChoiceFromText(themeChoiceText(choice)), choice);
    QCOMPARE(themeChoiceFromText(QStringLiteral("purple")), ThemeChoice::System);
}

void TestTheme::paintsThePrimaryButtonInTheAccent()
{
    QPushButton button(QStringLiteral("Start"));
    const QPoint inside(6, 4);
    const QColor plain = button.grab().toImage().pixelColor(inside);
    button.setProperty("primary", true);
    QCOMPARE(button.grab().toImage().pixelColor(inside), darkColours().accent);
    QVERIFY(plain != darkColours().accent);
}

void TestTheme::outlinesAnInvalidField()
{
    QLineEdit field;
    const auto edgeOf = [&field] { return field.grab().toImage().pixelColor(0, field.height() / 2); };
    QVERIFY(!isNear(edgeOf(), darkColours().error));
    field.setProperty("invalid", true);
    QVERIFY(isNear(edgeOf(), darkColours().error));
}

void TestTheme::growsControlsWithTheFont()
{
    QPushButton button(QStringLiteral("Start"));
    const int before = button.sizeHint().height();
    QFont large = button.font();
    large.setPointSizeF(large.pointSizeF() * 2);
    button.setFont(large);
    QVERIFY(button.sizeHint().height() > before * 1.6);
}

void TestTheme::jumpsASliderToTheClick()
{
    QSlider slider(Qt::Horizontal);
    slider.setRange(0, 100);
    slider.resize(200, 20);
    QTest::mouseClick(&slider, Qt::LeftButton, Qt::NoModifier, QPoint(150, 10));
    QVERIFY(std::abs(slider.value() - 75) <= 2);
}

} // namespace cnnvis::ui

/// Built by hand, as a theme wants the application before the first widget.
int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    cnnvis::ui::applyTheme(app, cnnvis::ui::ThemeChoice::Dark);
    cnnvis::ui::TestTheme test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_theme.moc"
