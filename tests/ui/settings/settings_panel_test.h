// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting_editor.h"
#include "settings/settings_panel.h"
#include "settings/settings_store.h"
#include "theme/theme.h"

#include <QtTest>
#include <QtWidgets>

#include <memory>
#include <string>

namespace cnnvis::ui {

inline QString named(const char* name)
{
    return QString::fromLatin1(name);
}

/// Does what a person would do to have that text in the editor.
inline void enter(SettingEditor& editor, const QString& text)
{
    if (auto* const combo = editor.findChild<QComboBox*>(); combo != nullptr && !combo->isEditable()) {
        combo->setCurrentIndex(combo->findData(text));
        Q_EMIT combo->activated(combo->currentIndex());
        return;
    }
    const QList<QCheckBox*> boxes = editor.findChildren<QCheckBox*>();
    for (QCheckBox* const box : boxes) {
        const bool isWanted = boxes.size() == 1 ? text == named("true") : box->objectName().endsWith(text);
        if (box->isChecked() != isWanted)
            box->click();
    }
    if (auto* const line = editor.findChild<QLineEdit*>()) {
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
    }
}

/// The panel on the screen with a store of its own, anew for each test.
class SettingsPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<SettingsStore>();
        m_panel = std::make_unique<SettingsPanel>(*m_store);
        m_panel->setTier(SettingTier::Advanced);
        m_panel->resize(330, 700);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }
    void cleanup()
    {
        m_panel.reset();
        m_store.reset();
    }

protected:
    template <typename Widget>
    Widget* find(const char* name) const
    {
        return m_panel->findChild<Widget*>(named(name));
    }
    bool isShown(const char* key) const { return find<QWidget>((std::string(key) + "_row").c_str())->isVisible(); }

    std::unique_ptr<SettingsStore> m_store;
    std::unique_ptr<SettingsPanel> m_panel;
};

/// Made by hand, as a theme wants the application before the first widget.
template <typename Test>
int runPanelTest(int argc, char** argv)
{
    QApplication app(argc, argv);
    applyTheme(app, ThemeChoice::Dark);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace cnnvis::ui
