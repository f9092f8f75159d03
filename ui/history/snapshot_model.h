// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/snapshot_item.h"

#include <QAbstractListModel>
#include <QImage>

#include <cstdint>
#include <utility>
#include <vector>

namespace cnnvis::ui {

/// How much the snapshots may keep.
struct SnapshotLimits {
    std::int64_t pictureBytes = std::int64_t{1} << 30U;
    int pictures = 200;
    int snapshots = 2000; ///< with thumbnails alone
};

/// The snapshots of a session, the oldest first, within limits.
///
/// When they are more than the limits allow, the oldest let go of their pictures, and keep thumbnail and settings; far
/// beyond, they go as a whole. The newest and those that are pinned stay as they are.
class SnapshotModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole, PinnedRole, HasPictureRole, UnsavedRole, RunRole, RunTextRole };

    explicit SnapshotModel(QObject* parent = nullptr);

    void setLimits(const SnapshotLimits& limits);
    /// Of the thumbnails, in device pixels. Acts on those added later.
    void setThumbnailHeight(int height) { m_thumbnailHeight = height; }

    void add(const SnapshotItem& item);
    void remove(int id);
    void setPinned(int id, bool isPinned);
    /// It was saved, or put among the program's own files. @param archivePath  see SnapshotItem.
    void setSaved(int id, bool isSaved, const QString& archivePath);
    /// It is what its run ended with.
    void setFinal(int id);
    void clear();

    /// nullptr when there is none of that id.
    const SnapshotItem* find(int id) const;
    QModelIndex indexOf(int id) const;
    std::int64_t pictureBytes() const { return m_pictureBytes; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    /// The snapshot has its thumbnail and settings left.
    void pictureDropped(int id);
    void removed(int id);
    void pinChanged(int id, bool isPinned);

private:
    struct Entry {
        SnapshotItem item;
        QImage thumbnail;
    };

    int rowOf(int id) const;
    static QString runText(const SnapshotItem& item);
    /// Those that are alike stand under one heading.
    std::pair<int, QDate> runOf(int row) const;
    void removeRow(int row);
    void keepWithinLimits();
    void dropPicture(int row);
    int pictureCount() const;
    /// The oldest that may go; -1: none.
    int oldestToGo(bool hasPicture) const;

    std::vector<Entry> m_entries;
    SnapshotLimits m_limits;
    std::int64_t m_pictureBytes = 0;
    int m_thumbnailHeight = 96;
};

} // namespace cnnvis::ui
