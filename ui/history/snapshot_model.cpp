// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/snapshot_model.h"

#include "widgets/picture_image.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {
namespace {

constexpr double kWidestThumbnail = 2.2;
constexpr double kNarrowestThumbnail = 0.5;

/// The picture at that height; very wide and very high ones are cut to their middle.
QImage thumbnailOf(const QImage& picture, int height)
{
    if (picture.isNull())
        return {};
    const double shape = static_cast<double>(picture.width()) / picture.height();
    const double shown = std::clamp(shape, kNarrowestThumbnail, kWidestThumbnail);
    QRect part = picture.rect();
    if (shown < shape)
        part.setWidth(std::max(1, static_cast<int>(std::lround(picture.height() * shown))));
    else
        part.setHeight(std::max(1, static_cast<int>(std::lround(picture.width() / shown))));
    part.moveCenter(picture.rect().center());
    const QSize size(std::max(1, static_cast<int>(std::lround(height * shown))), height);
    // Roughly first: a smooth scaling of a large picture would be felt.
    QImage rough = part == picture.rect() ? picture : picture.copy(part);
    if (rough.height() > 4 * height)
        rough = rough.scaled(size * 4, Qt::IgnoreAspectRatio, Qt::FastTransformation);
    return rough.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
}

} // namespace

SnapshotModel::SnapshotModel(QObject* parent)
    : QAbstractListModel(parent)
{ }

void SnapshotModel::setLimits(const SnapshotLimits& limits)
{
    m_limits = limits;
    keepWithinLimits();
}

void SnapshotModel::add(const SnapshotItem& item)
{
    const int row = static_cast<int>(m_entries.size());
    QImage thumbnail = thumbnailOf(imageOf(item.picture), m_thumbnailHeight);
    beginInsertRows({}, row, row);
    m_entries.push_back({item, std::move(thumbnail)});
    m_pictureBytes += bytesOf(item.picture);
    endInsertRows();
    keepWithinLimits();
}

void SnapshotModel::remove(int id)
{
    const int row = rowOf(id);
    if (row >= 0)
        removeRow(row);
}

void SnapshotModel::clear()
{
    while (!m_entries.empty())
        removeRow(static_cast<int>(m_entries.size()) - 1);
}

void SnapshotModel::removeRow(int row)
{
    beginRemoveRows({}, row, row);
    const auto entry = m_entries.begin() + row;
    const int id = entry->item.id;
    m_pictureBytes -= bytesOf(entry->item.picture);
    m_entries.erase(entry);
    endRemoveRows();
    Q_EMIT removed(id);
}

void SnapshotModel::setPinned(int id, bool isPinned)
{
    const int row = rowOf(id);
    if (row < 0 || m_entries[static_cast<std::size_t>(row)].item.isPinned == isPinned)
        return;
    m_entries[static_cast<std::size_t>(row)].item.isPinned = isPinned;
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT pinChanged(id, isPinned);
    keepWithinLimits();
}

void SnapshotModel::setSaved(int id, bool isSaved, const QString& archivePath)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    SnapshotItem& item = m_entries[static_cast<std::size_t>(row)].item;
    item.isSaved = isSaved;
    item.archivePath = archivePath;
    Q_EMIT dataChanged(index(row), index(row));
}

void SnapshotModel::setFinal(int id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    m_entries[static_cast<std::size_t>(row)].item.isFinal = true;
    Q_EMIT dataChanged(index(row), index(row));
}

void SnapshotModel::keepWithinLimits()
{
    while (m_pictureBytes > m_limits.pictureBytes || pictureCount() > m_limits.pictures) {
        const int row = oldestToGo(true);
        if (row < 0)
            break;
        dropPicture(row);
    }
    while (static_cast<int>(m_entries.size()) > m_limits.snapshots) {
        const int row = oldestToGo(false);
        if (row < 0)
            break;
        removeRow(row);
    }
}

int SnapshotModel::oldestToGo(bool hasPicture) const
{
    const auto mayGo = [hasPicture](const Entry& entry) {
        return !entry.item.isPinned && (!hasPicture || !entry.item.picture.isEmpty());
    };
    if (m_entries.empty())
        return -1;
    const auto newest = m_entries.end() - 1;
    const auto found = std::find_if(m_entries.begin(), newest, mayGo);
    return found == newest ? -1 : static_cast<int>(found - m_entries.begin());
}

void SnapshotModel::dropPicture(int row)
{
    SnapshotItem& item = m_entries[static_cast<std::size_t>(row)].item;
    m_pictureBytes -= bytesOf(item.picture);
    item.picture = Picture();
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT pictureDropped(item.id);
}

int SnapshotModel::pictureCount() const
{
    return static_cast<int>(std::count_if(
        m_entries.begin(), m_entries.end(), [](const Entry& entry) { return !entry.item.picture.isEmpty(); }));
}

int SnapshotModel::rowOf(int id) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [id](const Entry& entry) { return entry.item.id == id; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

const SnapshotItem* SnapshotModel::find(int id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_entries[static_cast<std::size_t>(row)].item;
}

QModelIndex SnapshotModel::indexOf(int id) const
{
    const int row = rowOf(id);
    return row < 0 ? QModelIndex() : index(row);
}

int SnapshotModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant SnapshotModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
    const SnapshotItem& item = entry.item;
    switch (role) {
    case Qt::DisplayRole:
        return tr("%1 · %2").arg(item.sizeIndex + 1).arg(item.step);
    case Qt::AccessibleTextRole:
        return tr("size %1, step %2").arg(item.sizeIndex + 1).arg(item.step);
    case Qt::ToolTipRole: {
        QString text = tr("%1, size %2, step %3, at %4\n%5")
                           .arg(runText(item))
                           .arg(item.sizeIndex + 1)
                           .arg(item.step)
                           .arg(QLocale().toString(item.time.time(), QLocale::ShortFormat),
                               QString::fromStdString(item.recipe.settingsAtEnd().targetLayer));
        if (item.isFinal)
            text += QLatin1Char('\n')
                + (item.isSaved ? tr("Saved.") : tr("Not saved by you yet; kept until there are too many."));
        return item.picture.isEmpty()
            ? tr("%1\nThe picture was let go of to save memory; its settings are kept.").arg(text)
            : text;
    }
    case Qt::DecorationRole:
        return entry.thumbnail;
    case IdRole:
        return item.id;
    case PinnedRole:
        return item.isPinned;
    case HasPictureRole:
        return !item.picture.isEmpty();
    case UnsavedRole:
        return item.isFinal && !item.isSaved;
    case RunRole:
        return item.run;
    case RunTextRole: {
        const bool isFirst = index.row() == 0 || runOf(index.row() - 1) != runOf(index.row());
        return isFirst ? runText(item) : QString();
    }
    default:
        return {};
    }
}

QString SnapshotModel::runText(const SnapshotItem& item)
{
    if (item.run > 0)
        return tr("Run %1").arg(item.run);
    const bool isOfToday = item.time.date() == QDate::currentDate();
    return isOfToday ? tr("Earlier today") : QLocale().toString(item.time.date(), QLocale::ShortFormat);
}

std::pair<int, QDate> SnapshotModel::runOf(int row) const
{
    const SnapshotItem& item = m_entries[static_cast<std::size_t>(row)].item;
    return {item.run, item.run > 0 ? QDate() : item.time.date()};
}

} // namespace cnnvis::ui
