// SPDX-License-Identifier: GPL-3.0-or-later
#include "failing_disk.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <csignal>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

namespace cnnvis::test {
namespace {

const QString kFiller = QStringLiteral("filler");

QString errorText()
{
    return QString::fromStdString(std::generic_category().message(errno));
}

void require(bool holds, const char* what)
{
    if (!holds)
        qFatal("%s: %s", what, qPrintable(errorText()));
}

bool writeText(const char* path, const QByteArray& text)
{
    QFile file(QString::fromUtf8(path));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.flush();
}

/// Who is not root becomes root of a world of his own.
bool enterOwnWorld()
{
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (user == 0)
        return ::unshare(CLONE_NEWNS) == 0;
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && writeText("/proc/self/setgroups", "deny")
        && writeText("/proc/self/uid_map", "0 " + QByteArray::number(user) + " 1")
        && writeText("/proc/self/gid_map", "0 " + QByteArray::number(group) + " 1");
}

} // namespace

QString allowOwnDisks()
{
    if (!enterOwnWorld() || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return QStringLiteral("disks cannot be mounted here: ") + errorText();
    const QByteArray folder = QFile::encodeName(QDir::tempPath());
    if (::mount("none", folder.constData(), "tmpfs", 0, "size=64k") != 0)
        return QStringLiteral("disks cannot be mounted here: ") + errorText();
    ::umount2(folder.constData(), MNT_DETACH);
    return {};
}

SmallDisk::SmallDisk(const QString& folder)
    : m_home(folder)
    , m_folder(folder + QStringLiteral("/disk"))
{
    require(::mount("none", QFile::encodeName(m_home).constData(), "tmpfs", 0, "size=2m") == 0, "no disk");
    require(QDir().mkdir(m_folder), "no folder");
}

SmallDisk::~SmallDisk()
{
    mend();
    ::umount2(QFile::encodeName(m_home).constData(), MNT_DETACH);
}

QMap<QString, QByteArray> SmallDisk::contents() const
{
    QMap<QString, QByteArray> contents;
    const QDir folder(m_folder);
    for (const QString& name : folder.entryList(QDir::Files | QDir::Hidden | QDir::System)) {
        QFile file(folder.filePath(name));
        require(file.open(QIODevice::ReadOnly), "a file cannot be read");
        contents[name] = file.readAll();
    }
    return contents;
}

void SmallDisk::fill()
{
    const QString path = m_home + QLatin1Char('/') + kFiller;
    QFile file(path);
    require(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered), "no filler");
    const QByteArray page(4096, 'x');
    while (file.write(page) == page.size()) { }
    m_mend = [path] { QFile::remove(path); };
}

void SmallDisk::setReadOnly()
{
    const QByteArray home = QFile::encodeName(m_home);
    // Refused while a file is open for writing, as the program's are from time to time.
    constexpr int kTries = 3000;
    int result = -1;
    for (int attempt = 0; result != 0 && attempt < kTries; ++attempt) {
        result = ::mount("none", home.constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr);
        if (result != 0 && errno != EBUSY)
            break;
        if (result != 0)
            ::usleep(1000);
    }
    require(result == 0, "not read-only");
    m_mend = [home] { ::mount("none", home.constData(), nullptr, MS_REMOUNT, nullptr); };
}

void SmallDisk::vanish()
{
    const QString folder = m_folder;
    m_folder += QStringLiteral("-elsewhere");
    require(QDir().rename(folder, m_folder), "the folder stays");
    m_mend = [this, folder] {
        QDir().rename(m_folder, folder);
        m_folder = folder;
    };
}

void SmallDisk::limitFiles(pid_t process)
{
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    require(::prlimit(process, RLIMIT_FSIZE, nullptr, &limit) == 0, "no limit is known");
    const rlimit tighter{1, limit.rlim_max};
    require(::prlimit(process, RLIMIT_FSIZE, &tighter, nullptr) == 0, "no limit can be set");
    m_mend = [process, limit] { ::prlimit(process, RLIMIT_FSIZE, &limit, nullptr); };
}

void SmallDisk::mend()
{
    if (m_mend)
        m_mend();
    m_mend = {};
}

} // namespace cnnvis::test
