// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "main_window.h"

#include <QEvent>
#include <QPointer>
#include <QWindow>

#include <random>

namespace cnnvis::test {

/// Does at random what hands can do to the window: clicks, drags, keys, wheel, sizes, actions, settings, drops.
///
/// The same seed does the same, as far as the window looks the same by then.
class Monkey {
public:
    /// @param window  outlives this. @param folder  of files to drop.
    Monkey(ui::MainWindow& window, const QString& folder, quint32 seed);

    void act();
    /// What act() did last, in a line.
    const QString& lastAct() const { return m_lastAct; }
    /// Closes whatever came up beside the window.
    void closeOthers();

private:
    void click();
    void drag();
    void turnWheel();
    void pressKeys();
    void resize();
    void triggerAction();
    void editSetting();
    void dropFile();

    void mouse(QEvent::Type type, const QPointer<QWindow>& window, QPoint point, Qt::MouseButton button,
        Qt::KeyboardModifiers modifiers);
    void key(Qt::Key key, const QString& text, Qt::KeyboardModifiers modifiers);

    int below(int end) { return static_cast<int>(m_random() % static_cast<quint32>(end)); }
    bool oneIn(int chances) { return below(chances) == 0; }
    template <class Container>
    auto& anyOf(Container& values)
    {
        return values[static_cast<typename Container::size_type>(below(static_cast<int>(values.size())))];
    }
    Qt::KeyboardModifiers anyModifiers();
    Qt::MouseButton anyButton();
    /// A window of the program, and a point in it; mostly in the main one.
    std::pair<QWindow*, QPoint> anyPlace();

    ui::MainWindow& m_window;
    QStringList m_files;
    std::mt19937 m_random;
    Qt::MouseButtons m_buttons;
    int m_mouseTime = 0; ///< ms
    QString m_lastAct;
};

} // namespace cnnvis::test
