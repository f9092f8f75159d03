// SPDX-License-Identifier: GPL-3.0-or-later
#include "monkey.h"

#include "cnnvis/settings_schema.h"
#include "settings/settings_store.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QMimeData>
#include <QTest>
#include <QUrl>
#include <QWheelEvent>
#include <QWindow>

#include <string_view>
#include <utility>

namespace cnnvis::test {

using namespace ui;

namespace {

constexpr int kPause = 1000; ///< ms; clicks are no double clicks after it

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

QString nameOf(const QObject* object)
{
    if (object == nullptr)
        return QStringLiteral("nothing");
    const QString kind = QString::fromLatin1(object->metaObject()->className());
    return object->objectName().isEmpty() ? kind : object->objectName();
}

} // namespace

Monkey::Monkey(MainWindow& window, const QString& folder, quint32 seed)
    : m_window(window)
    , m_random(seed)
{
    const auto add = [this, &folder](const char* name) {
        m_files.append(folder + QLatin1Char('/') + QLatin1String(name));
        return m_files.back();
    };
    QImage picture(20, 16, QImage::Format_RGB32);
    picture.fill(Qt::darkCyan);
    picture.save(add("picture.png"));
    write(add("broken.png"), "\x89PNG\r\n\x1a\n\0\0");
    write(add("preset.json"), R"({"title": "Dropped", "settings": {"learning_rate": 1.5}})");
    write(add("broken.json"), R"({"settings": {"learning_rate": "fast"}})");
    write(add("broken.caffemodel"), "nothing");
    m_files.append(folder);
    m_files.append(folder + QStringLiteral("/missing.png"));
}

void Monkey::act()
{
    const std::pair<int, void (Monkey::*)()> acts[] = {{30, &Monkey::click}, {8, &Monkey::drag},
        {8, &Monkey::turnWheel}, {30, &Monkey::pressKeys}, {2, &Monkey::resize}, {14, &Monkey::triggerAction},
        {7, &Monkey::editSetting}, {1, &Monkey::dropFile}};
    int all = 0;
    for (const auto& [share, act] : acts)
        all += share;
    int chosen = below(all);
    for (const auto& [share, act] : acts) {
        chosen -= share;
        if (chosen < 0) {
            (this->*act)();
            return;
        }
    }
}

void Monkey::closeOthers()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        const bool isDock =
            widget->parentWidget() == &m_window && !widget->isModal() && !qobject_cast<QDialog*>(widget);
        if (widget != &m_window && widget->isVisible() && (!isDock || widget->windowType() == Qt::Popup))
            widget->close();
    }
}

Qt::KeyboardModifiers Monkey::anyModifiers()
{
    const Qt::KeyboardModifiers all[] = {
        Qt::ControlModifier, Qt::ShiftModifier, Qt::AltModifier, Qt::ControlModifier | Qt::ShiftModifier};
    return oneIn(4) ? all[below(4)] : Qt::KeyboardModifiers(Qt::NoModifier);
}

Qt::MouseButton Monkey::anyButton()
{
    return oneIn(6) ? Qt::RightButton : oneIn(12) ? Qt::MiddleButton : Qt::LeftButton;
}

std::pair<QWindow*, QPoint> Monkey::anyPlace()
{
    QWindow* window = m_window.windowHandle();
    const QWindowList windows = QGuiApplication::topLevelWindows();
    if (QWidget* popup = QApplication::activePopupWidget(); popup != nullptr && popup->windowHandle() != nullptr)
        window = popup->windowHandle();
    else if (QWindow* other = windows[below(static_cast<int>(windows.size()))]; other->isVisible() && oneIn(3))
        window = other;
    return {window, {below(std::max(window->width(), 1)), below(std::max(window->height(), 1))}};
}

void Monkey::click()
{
    const auto [window, point] = anyPlace();
    const Qt::MouseButton button = anyButton();
    const Qt::KeyboardModifiers modifiers = anyModifiers();
    const bool isDouble = oneIn(5);
    m_lastAct = QStringLiteral("%1 button %2 at %3, %4 of %5, on %6")
                    .arg(isDouble ? QStringLiteral("double click") : QStringLiteral("click"))
                    .arg(static_cast<int>(button))
                    .arg(point.x())
                    .arg(point.y())
                    .arg(nameOf(window), nameOf(QApplication::widgetAt(window->mapToGlobal(point))));
    const QPointer<QWindow> there = window;
    for (int i = 0; i < (isDouble ? 2 : 1); ++i) {
        mouse(QEvent::MouseButtonPress, there, point, button, modifiers);
        mouse(QEvent::MouseButtonRelease, there, point, button, modifiers);
    }
    m_mouseTime += kPause;
}

void Monkey::drag()
{
    const auto [window, from] = anyPlace();
    const QPointer<QWindow> there = window;
    const Qt::MouseButton button = anyButton();
    const QPoint to(below(window->width() + 1), below(window->height() + 1));
    m_lastAct = QStringLiteral("drag %1 from %2, %3 to %4, %5 of %6, on %7")
                    .arg(static_cast<int>(button))
                    .arg(from.x())
                    .arg(from.y())
                    .arg(to.x())
                    .arg(to.y())
                    .arg(nameOf(window), nameOf(QApplication::widgetAt(window->mapToGlobal(from))));
    mouse(QEvent::MouseButtonPress, there, from, button, Qt::NoModifier);
    constexpr int kMoves = 4;
    for (int i = 1; i <= kMoves; ++i)
        mouse(QEvent::MouseMove, there, from + (to - from) * i / kMoves, Qt::NoButton, Qt::NoModifier);
    mouse(QEvent::MouseButtonRelease, there, to, button, Qt::NoModifier);
    m_mouseTime += kPause;
}

/// As it comes from the system. A window that an event closes gets no more of them, which the clicks of Qt Test do not
/// look out for.
void Monkey::mouse(QEvent::Type type, const QPointer<QWindow>& window, QPoint point, Qt::MouseButton button,
    Qt::KeyboardModifiers modifiers)
{
    QWindow* target = window ? window.data() : m_window.windowHandle();
    if (type == QEvent::MouseButtonPress)
        m_buttons = button;
    else if (type == QEvent::MouseButtonRelease)
        m_buttons = Qt::NoButton;
    qt_handleMouseEvent(target, point, target->mapToGlobal(point), m_buttons, button, type, modifiers, ++m_mouseTime);
    QTest::qWait(0);
}

void Monkey::key(Qt::Key key, const QString& text, Qt::KeyboardModifiers modifiers)
{
    QPointer<QWindow> window = QGuiApplication::focusWindow();
    for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
        QWindow* target = window ? window.data() : m_window.windowHandle();
        QTest::simulateEvent(target, type == QEvent::KeyPress, key, modifiers, text, false);
    }
}

void Monkey::turnWheel()
{
    const auto [window, point] = anyPlace();
    const QPoint global = window->mapToGlobal(point);
    QWidget* widget = QApplication::widgetAt(global);
    m_lastAct = QStringLiteral("wheel at %1, %2 on %3").arg(point.x()).arg(point.y()).arg(nameOf(widget));
    if (widget == nullptr)
        return;
    constexpr int kNotch = 120;
    const int notches = below(7) - 3;
    QWheelEvent event(widget->mapFromGlobal(QPointF(global)), QPointF(global), {}, {0, notches * kNotch}, Qt::NoButton,
        anyModifiers(), Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(widget, &event);
}

void Monkey::pressKeys()
{
    static const Qt::Key kSpecial[] = {Qt::Key_Tab, Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Return, Qt::Key_Escape,
        Qt::Key_Space, Qt::Key_Up, Qt::Key_Down, Qt::Key_Left, Qt::Key_Right, Qt::Key_PageUp, Qt::Key_PageDown,
        Qt::Key_Home, Qt::Key_End, Qt::Key_Delete, Qt::Key_Backspace, Qt::Key_F1, Qt::Key_F2, Qt::Key_F5, Qt::Key_F6,
        Qt::Key_F7, Qt::Key_F8, Qt::Key_F11, Qt::Key_Menu};
    static constexpr std::string_view kLetters = "abcghkpt0123456789.-+e%&<";
    const int count = 1 + below(4);
    m_lastAct = QStringLiteral("keys");
    for (int i = 0; i < count; ++i) {
        const Qt::KeyboardModifiers modifiers = anyModifiers();
        if (oneIn(2)) {
            const Qt::Key special = kSpecial[below(static_cast<int>(std::size(kSpecial)))];
            m_lastAct += QStringLiteral(" %1").arg(QKeySequence(modifiers | special).toString());
            key(special, {}, modifiers);
        } else {
            const char letter = kLetters[static_cast<std::size_t>(below(static_cast<int>(kLetters.size())))];
            m_lastAct += QStringLiteral(" %1+%2").arg(static_cast<int>(modifiers)).arg(QLatin1Char(letter));
            key(QTest::asciiToKey(letter), QString(QLatin1Char(letter)), modifiers);
        }
    }
}

void Monkey::resize()
{
    const QSize size(200 + below(1800), 150 + below(1000));
    m_lastAct = QStringLiteral("resize to %1 × %2").arg(size.width()).arg(size.height());
    m_window.resize(size);
}

void Monkey::triggerAction()
{
    QList<QAction*> actions = m_window.actions();
    QAction* action = anyOf(actions);
    m_lastAct = QStringLiteral("action ") + nameOf(action);
    action->trigger();
}

void Monkey::editSetting()
{
    static const char* const kTexts[] = {"0", "1", "-1", "2", "0.5", "1e-9", "1e9", "100", "64", "", "x0.5", "24x20",
        "sum", "half", "nowhere", "true", "false", "mean", "print", "save,print", "1e300", "nan"};
    const SettingEntry& entry =
        settingsSchema()[static_cast<std::size_t>(below(static_cast<int>(settingsSchema().size())))];
    const QString key = QString::fromUtf8(entry.key.data(), static_cast<qsizetype>(entry.key.size()));
    const QString text = QLatin1String(kTexts[below(static_cast<int>(std::size(kTexts)))]);
    m_lastAct = QStringLiteral("%1 = '%2'").arg(key, text);
    m_window.store().edit(key, text, oneIn(2) ? EditKind::Drag : EditKind::Single);
}

void Monkey::dropFile()
{
    const QString path = anyOf(m_files);
    m_lastAct = QStringLiteral("drop ") + path;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDropEvent event(m_window.rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_window, &event);
}

} // namespace cnnvis::test
