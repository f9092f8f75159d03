// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include <functional>
#include <memory>

#include <sys/types.h>

namespace cnnvis::test {

/// Lets this process, and those that it starts, mount disks that nobody else sees. Before there are other threads.
/// @return  why it may not; empty: it may.
QString allowOwnDisks();

/// A small disk of its own in a folder that is there.
class SmallDisk {
public:
    /// Only where allowOwnDisks() answered that it may.
    explicit SmallDisk(const QString& folder);
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk();

    QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }
    /// With its hidden files, but for what fills it.
    QMap<QString, QByteArray> contents() const;

    /// @{ How it fails; mend() ends that.
    void fill();
    void setReadOnly();
    /// The folder is elsewhere from now on, and contents() with it.
    void vanish();
    /// @param process  may write no file larger than a byte from now on; 0: this one.
    void limitFiles(pid_t process);
    void mend();
    /// @}

private:
    QString m_home; ///< where the folder of the disk is to be
    QString m_folder;
    std::function<void()> m_mend;
};

} // namespace cnnvis::test
