// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/snapshot_model.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QListView;
class QStackedLayout;
class QToolButton;
QT_END_NAMESPACE

namespace cnnvis::ui {

/// The snapshots of the session, the newest last: click to look, click two with Ctrl to compare.
///
/// With the focus: arrows move, Escape goes back to the live picture, S saves, Ctrl+C copies, P pins, Delete removes;
/// the menu key has the rest. actions() are the same for a menu of the main window; they act on what is chosen.
class SnapshotStrip : public QWidget {
    Q_OBJECT

public:
    explicit SnapshotStrip(QWidget* parent = nullptr);

    void add(const SnapshotItem& item);
    void remove(int id);
    void setPinned(int id, bool isPinned);
    /// As SnapshotModel.
    void setSaved(int id, bool isSaved, const QString& archivePath) { m_model->setSaved(id, isSaved, archivePath); }
    void setFinal(int id) { m_model->setFinal(id); }
    void clear();
    void setLimits(const SnapshotLimits& limits);
    /// nullptr when there is none of that id.
    const SnapshotItem* find(int id) const { return m_model->find(id); }
    const SnapshotModel& model() const { return *m_model; }

    /// The ids of what is chosen, the oldest first.
    QVector<int> chosen() const;
    /// Chooses one, as a click does.
    void choose(int id);
    /// Goes back to the live picture, as Escape does.
    void chooseLive();

Q_SIGNALS:
    /// To be looked at. Its picture may be empty, when it was let go of.
    void selected(int id);
    /// To be compared: the older, and the newer.
    void compareRequested(int olderId, int newerId);
    /// Nothing is chosen any more: the live picture is to be shown.
    void liveRequested();

    void saveRequested(int id);
    /// It is on the clipboard.
    void copied(int id);
    void startImageRequested(int id);
    void settingsRequested(int id);
    void pinChanged(int id, bool isPinned);
    /// Its picture was let go of to save memory; thumbnail and settings are left.
    void pictureDropped(int id);
    /// It is about to go, as it was asked for.
    void deleting(int id);
    /// It is gone: deleted, or the oldest of too many.
    void removed(int id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeActions();
    QAction* makeAction(const QString& name, const QString& text, const QString& toolTip, void (SnapshotStrip::*act)());
    void scrollToNewest();
    void reportSelection();
    void updateActions();
    void updateMetrics();
    void showMenu(QPoint place);
    bool pressKey(int key);

    void save();
    void copy();
    void makeStartImage();
    void takeSettings();
    void togglePin();
    void removeChosen();

    SnapshotModel* m_model;
    QListView* m_list;
    QLabel* m_hint;
    QStackedLayout* m_stack;
    QToolButton* m_live;
    bool m_isScrollDue = false;
    QAction* m_save = nullptr;
    QAction* m_copy = nullptr;
    QAction* m_startImage = nullptr;
    QAction* m_settings = nullptr;
    QAction* m_pin = nullptr;
    QAction* m_remove = nullptr;
};

} // namespace cnnvis::ui
