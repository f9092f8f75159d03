// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/snapshot_strip.h"

#include "history/snapshot_delegate.h"
#include "widgets/picture_image.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cnnvis::ui {

SnapshotStrip::SnapshotStrip(QWidget* parent)
    : QWidget(parent)
    , m_model(new SnapshotModel(this))
    , m_list(new QListView(this))
    , m_hint(new QLabel(tr("Snapshots of the run gather here"), this))
    , m_stack(new QStackedLayout)
    , m_live(new QToolButton(this))
{
    setObjectName(QStringLiteral("snapshotStrip"));
    setAccessibleName(tr("Snapshots"));
    m_list->setObjectName(QStringLiteral("snapshotList"));
    m_list->setAccessibleName(tr("Snapshots"));
    m_list->setToolTip(tr("Click to look at a snapshot; click another with Ctrl to compare the two"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new SnapshotDelegate(m_list));
    m_list->setFlow(QListView::LeftToRight);
    m_list->setWrapping(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAttribute(Qt::WA_Hover);
    m_list->viewport()->setBackgroundRole(QPalette::Window); // the pictures stand on the chrome, not in a field
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    m_hint->setObjectName(QStringLiteral("snapshotHint"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_live->setObjectName(QStringLiteral("snapshotLive"));
    m_live->setText(tr("Live"));
    m_live->setToolTip(tr("Back to the live picture (Escape)"));
    m_live->setAccessibleName(tr("Back to the live picture"));
    m_live->setFocusPolicy(Qt::StrongFocus);
    m_live->setEnabled(false);

    auto* layout = new QVBoxLayout(this);
    layout->addLayout(m_stack, 1);
    layout->addWidget(m_live, 0, Qt::AlignRight);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(m_list);
    makeActions();
    updateMetrics();

    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SnapshotStrip::reportSelection);
    connect(m_list, &QWidget::customContextMenuRequested, this, &SnapshotStrip::showMenu);
    connect(m_live, &QToolButton::clicked, this, &SnapshotStrip::chooseLive);
    connect(m_model, &SnapshotModel::pictureDropped, this, &SnapshotStrip::pictureDropped);
    connect(m_model, &SnapshotModel::removed, this, &SnapshotStrip::removed);
    connect(
        m_model, &SnapshotModel::removed, this, [this] { m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0); });
    connect(m_model, &SnapshotModel::pinChanged, this, &SnapshotStrip::pinChanged);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &SnapshotStrip::updateActions);
}

void SnapshotStrip::makeActions()
{
    m_save = makeAction(
        QStringLiteral("snapshotSave"), tr("&Save as…"), tr("Write the snapshot to a file (S)"), &SnapshotStrip::save);
    m_copy = makeAction(QStringLiteral("snapshotCopy"), tr("&Copy"), tr("Put the snapshot on the clipboard (Ctrl+C)"),
        &SnapshotStrip::copy);
    m_startImage = makeAction(QStringLiteral("snapshotStartImage"), tr("Make it the start &image"),
        tr("Begin the next run with this picture"), &SnapshotStrip::makeStartImage);
    m_settings = makeAction(QStringLiteral("snapshotSettings"), tr("&Use its settings"),
        tr("Set everything as it was when the snapshot was taken"), &SnapshotStrip::takeSettings);
    m_pin = makeAction(QStringLiteral("snapshotPin"), tr("&Pin"), tr("Keep the snapshot, however many follow (P)"),
        &SnapshotStrip::togglePin);
    m_pin->setCheckable(true);
    m_remove = makeAction(QStringLiteral("snapshotDelete"), tr("&Delete"), tr("Take the snapshot away (Delete)"),
        &SnapshotStrip::removeChosen);
    updateActions();
}

QAction* SnapshotStrip::makeAction(
    const QString& name, const QString& text, const QString& toolTip, void (SnapshotStrip::*act)())
{
    // No shortcuts: they would be ambiguous beside those of the main window. The list takes the keys itself.
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setToolTip(toolTip);
    connect(action, &QAction::triggered, this, act);
    addAction(action);
    return action;
}

void SnapshotStrip::updateMetrics()
{
    const QFontMetrics metrics = m_list->fontMetrics();
    const int em = metrics.height();
    m_model->setThumbnailHeight(static_cast<int>(std::ceil(thumbnailHeight(metrics) * devicePixelRatioF())));
    layout()->setContentsMargins(em / 3, em / 3, em / 3, em / 3);
    layout()->setSpacing(em / 3);
}

void SnapshotStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateMetrics();
}

void SnapshotStrip::add(const SnapshotItem& item)
{
    const QScrollBar* bar = m_list->verticalScrollBar();
    const bool isAtNewest = bar->value() == bar->maximum();
    m_model->add(item);
    m_stack->setCurrentIndex(1);
    // Who has scrolled back to look at old ones is not torn away. Later, as the list is laid out later too.
    if (isAtNewest && !std::exchange(m_isScrollDue, true))
        QTimer::singleShot(0, this, &SnapshotStrip::scrollToNewest);
}

void SnapshotStrip::scrollToNewest()
{
    m_isScrollDue = false;
    m_list->scrollTo(m_model->index(m_model->rowCount() - 1)); // lays out what is due
    m_list->verticalScrollBar()->setValue(m_list->verticalScrollBar()->maximum());
}

void SnapshotStrip::remove(int id)
{
    m_model->remove(id);
}

void SnapshotStrip::setPinned(int id, bool isPinned)
{
    m_model->setPinned(id, isPinned);
}

void SnapshotStrip::clear()
{
    m_list->clearSelection();
    m_list->setCurrentIndex({});
    m_model->clear();
}

void SnapshotStrip::setLimits(const SnapshotLimits& limits)
{
    m_model->setLimits(limits);
}

QVector<int> SnapshotStrip::chosen() const
{
    QModelIndexList indexes = m_list->selectionModel()->selectedIndexes();
    std::sort(indexes.begin(), indexes.end());
    QVector<int> ids;
    for (const QModelIndex& index : std::as_const(indexes))
        ids.append(index.data(SnapshotModel::IdRole).toInt());
    return ids;
}

void SnapshotStrip::choose(int id)
{
    m_list->setCurrentIndex(m_model->indexOf(id));
}

void SnapshotStrip::chooseLive()
{
    m_list->clearSelection();
}

void SnapshotStrip::reportSelection()
{
    updateActions();
    const QVector<int> ids = chosen();
    if (ids.isEmpty())
        Q_EMIT liveRequested();
    else if (ids.size() == 1)
        Q_EMIT selected(ids.first());
    else if (ids.size() == 2)
        Q_EMIT compareRequested(ids.first(), ids.last());
}

void SnapshotStrip::updateActions()
{
    const QVector<int> ids = chosen();
    const SnapshotItem* only = ids.size() == 1 ? find(ids.first()) : nullptr;
    const bool hasPicture = only != nullptr && !only->picture.isEmpty();
    for (QAction* action : {m_save, m_copy, m_startImage})
        action->setEnabled(hasPicture);
    m_settings->setEnabled(only != nullptr);
    m_pin->setEnabled(only != nullptr);
    m_pin->setChecked(only != nullptr && only->isPinned);
    m_remove->setEnabled(!ids.isEmpty());
    m_live->setEnabled(!ids.isEmpty());
}

void SnapshotStrip::showMenu(QPoint place)
{
    if (!m_list->indexAt(place).isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("snapshotMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addActions({m_save, m_copy});
    menu->addSeparator();
    menu->addActions({m_startImage, m_settings});
    menu->addSeparator();
    menu->addActions({m_pin, m_remove});
    menu->popup(m_list->viewport()->mapToGlobal(place));
}

bool SnapshotStrip::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_list || (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress))
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isOurs = (key->matches(QKeySequence::Copy)) || key->key() == Qt::Key_Delete
        || key->key() == Qt::Key_Escape
        || (key->modifiers() == Qt::NoModifier && (key->key() == Qt::Key_S || key->key() == Qt::Key_P));
    if (!isOurs)
        return false;
    if (event->type() == QEvent::KeyPress)
        return pressKey(key->key());
    event->accept(); // else a shortcut of the window would take it
    return true;
}

bool SnapshotStrip::pressKey(int key)
{
    switch (key) {
    case Qt::Key_C:
        m_copy->trigger();
        return true;
    case Qt::Key_S:
        m_save->trigger();
        return true;
    case Qt::Key_P:
        m_pin->trigger();
        return true;
    case Qt::Key_Delete:
        m_remove->trigger();
        return true;
    case Qt::Key_Escape:
        chooseLive();
        return true;
    default:
        return false;
    }
}

void SnapshotStrip::save()
{
    Q_EMIT saveRequested(chosen().first());
}

void SnapshotStrip::copy()
{
    const int id = chosen().first();
    QGuiApplication::clipboard()->setImage(imageOf(find(id)->picture));
    Q_EMIT copied(id);
}

void SnapshotStrip::makeStartImage()
{
    Q_EMIT startImageRequested(chosen().first());
}

void SnapshotStrip::takeSettings()
{
    Q_EMIT settingsRequested(chosen().first());
}

void SnapshotStrip::togglePin()
{
    const int id = chosen().first();
    setPinned(id, !find(id)->isPinned);
}

void SnapshotStrip::removeChosen()
{
    for (const int id : chosen()) {
        Q_EMIT deleting(id);
        m_model->remove(id);
    }
}

} // namespace cnnvis::ui
