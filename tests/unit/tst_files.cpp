// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/output_file.h"
#include "util/input_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cnnvis;

namespace {

constexpr std::size_t kLimit = 1000;

void writeBytes(const std::string& path, const std::string& bytes)
{
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes.data(), static_cast<qint64>(bytes.size())), static_cast<qint64>(bytes.size()));
}

std::string bytesAt(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : "(cannot be opened)";
}

unsigned permissionsAt(const std::string& path)
{
    struct stat status { };
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

/// Lets no file of this process grow beyond some bytes, as a full disk would.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
        : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

} // namespace

class FilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }

    void readsAllBytes();
    void readsUpToTheLimitOnly();
    void refusesWhatIsNoRegularFile_data();
    void refusesWhatIsNoRegularFile();
    void refusesContentThatIsNotTheFile_data();
    void refusesContentThatIsNotTheFile();

    void writesNewFiles();
    void replacesOldFiles();
    void givesNewFilesTheUsersPermissions();
    void keepsThePermissionsOfOldFiles();
    void writesThroughSymbolicLinks_data();
    void writesThroughSymbolicLinks();
    void keepsTheOldFileWhenWritingFails();
    void refusesPathsThatCannotBeWritten_data();
    void refusesPathsThatCannotBeWritten();
    void leavesNothingBehindWhenItFindsOut();
    void takesAwayWhatKilledOnesLeft();

private:
    std::string pathOf(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)).toStdString(); }
    QStringList names() const
    {
        return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void FilesTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void FilesTest::readsAllBytes()
{
    const std::string bytes("a\0b\r\n\xff", 6);
    writeBytes(pathOf("file"), bytes);
    const InputFile file = readInputFile(pathOf("file"), "picture", kLimit);
    QCOMPARE(file.problem, std::string());
    QCOMPARE(file.bytes, bytes);
}

void FilesTest::readsUpToTheLimitOnly()
{
    writeBytes(pathOf("file"), std::string(kLimit, 'x'));
    QCOMPARE(readInputFile(pathOf("file"), "picture", kLimit).bytes.size(), kLimit);
    const InputFile refused = readInputFile(pathOf("file"), "picture", kLimit - 1);
    QVERIFY(refused.bytes.empty());
    QVERIFY(refused.problem.find("more than 999 bytes") != std::string::npos);
}

void FilesTest::refusesWhatIsNoRegularFile_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("reason");
    QTest::newRow("missing") << std::string("missing") << std::string("no such file");
    QTest::newRow("below a file") << std::string("file/below") << std::string("no such file");
    QTest::newRow("folder") << std::string(".") << std::string("folder");
    QTest::newRow("pipe that nobody writes to") << std::string("pipe") << std::string("not a regular file");
}

void FilesTest::refusesWhatIsNoRegularFile()
{
    QFETCH(const std::string, name);
    QFETCH(const std::string, reason);
    writeBytes(pathOf("file"), "x");
    QCOMPARE(::mkfifo(pathOf("pipe").c_str(), 0600), 0);

    const std::string path = pathOf(name.c_str());
    const InputFile file = readInputFile(path, "picture", kLimit);
    QVERIFY(file.bytes.empty());
    QVERIFY2(file.problem.find("Cannot read picture '" + path + "': ") == 0, file.problem.c_str());
    QVERIFY2(file.problem.find(reason) != std::string::npos, file.problem.c_str());
}

void FilesTest::refusesContentThatIsNotTheFile_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<std::string>("reason");
    const std::string html = "HTML page, not a prototxt";
    QTest::newRow("nothing") << std::string() << std::string("empty");
    QTest::newRow("pointer of Git LFS") << std::string("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
                                        << std::string("fetch it with 'git lfs pull'");
    QTest::newRow("page") << std::string("<!DOCTYPE HTML>\n<html>") << html;
    QTest::newRow("page without a type") << std::string("<HTML lang='en'>") << html;
    QTest::newRow("page behind white space") << std::string("\xef\xbb\xbf \r\n\t<!doctype html>") << html;
}

void FilesTest::refusesContentThatIsNotTheFile()
{
    QFETCH(const std::string, content);
    QFETCH(const std::string, reason);
    writeBytes(pathOf("file"), content);
    const InputFile file = readInputFile(pathOf("file"), "prototxt", kLimit);
    QVERIFY(file.bytes.empty());
    QVERIFY2(file.problem.find(reason) != std::string::npos, file.problem.c_str());
    QCOMPARE(file.problem.find('\n'), std::string::npos);
}

void FilesTest::writesNewFiles()
{
    const std::string bytes("a\0b", 3);
    QCOMPARE(replaceFile(pathOf("new"), bytes), std::string());
    QCOMPARE(bytesAt(pathOf("new")), bytes);
    QCOMPARE(names(), QStringList{QStringLiteral("new")});
}

void FilesTest::replacesOldFiles()
{
    writeBytes(pathOf("old"), "a long text that was there before");
    QCOMPARE(replaceFile(pathOf("old"), "short"), std::string());
    QCOMPARE(bytesAt(pathOf("old")), std::string("short"));
    QCOMPARE(names(), QStringList{QStringLiteral("old")});
}

void FilesTest::givesNewFilesTheUsersPermissions()
{
    const mode_t before = ::umask(027);
    const std::string problem = replaceFile(pathOf("new"), "x");
    ::umask(before);
    QCOMPARE(problem, std::string());
    QCOMPARE(permissionsAt(pathOf("new")), 0640U);
}

void FilesTest::keepsThePermissionsOfOldFiles()
{
    for (const mode_t mode : {0600U, 0666U}) { // the second one is more than a usual umask lets through
        writeBytes(pathOf("old"), "old");
        QCOMPARE(::chmod(pathOf("old").c_str(), mode), 0);
        QCOMPARE(replaceFile(pathOf("old"), "new"), std::string());
        QCOMPARE(permissionsAt(pathOf("old")), mode);
    }
}

void FilesTest::writesThroughSymbolicLinks_data()
{
    QTest::addColumn<bool>("isTargetThere");
    QTest::addColumn<bool>("isAbsolute");
    QTest::newRow("relative") << true << false;
    QTest::newRow("absolute") << true << true;
    QTest::newRow("to what is not there yet") << false << false;
}

void FilesTest::writesThroughSymbolicLinks()
{
    QFETCH(const bool, isTargetThere);
    QFETCH(const bool, isAbsolute);
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("elsewhere")));
    const std::string target = pathOf("elsewhere/target");
    if (isTargetThere)
        writeBytes(target, "old");
    QCOMPARE(::symlink(isAbsolute ? target.c_str() : "elsewhere/target", pathOf("inner").c_str()), 0);
    QCOMPARE(::symlink("inner", pathOf("link").c_str()), 0);

    QCOMPARE(whyNotWritable(pathOf("link")), std::string());
    QCOMPARE(replaceFile(pathOf("link"), "new"), std::string());
    QCOMPARE(bytesAt(target), std::string("new"));
    QVERIFY(QFileInfo(QString::fromStdString(pathOf("link"))).isSymLink());
    QVERIFY(QFileInfo(QString::fromStdString(pathOf("inner"))).isSymLink());
}

void FilesTest::keepsTheOldFileWhenWritingFails()
{
    writeBytes(pathOf("old"), "old");
    std::string problem;
    {
        const FileSizeLimit limit(1000);
        problem = replaceFile(pathOf("old"), std::string(100'000, 'x'));
    }
    QVERIFY2(problem.find("larger than allowed") != std::string::npos, problem.c_str());
    QCOMPARE(bytesAt(pathOf("old")), std::string("old"));
    QCOMPARE(names(), QStringList{QStringLiteral("old")});
    QCOMPARE(replaceFile(pathOf("old"), std::string(100'000, 'x')), std::string());
}

void FilesTest::refusesPathsThatCannotBeWritten_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("reason");
    QTest::newRow("missing folder") << std::string("missing/file") << std::string("there is no folder");
    QTest::newRow("folder is a file") << std::string("file/below") << std::string("is not a folder");
    QTest::newRow("folder") << std::string("folder") << std::string("it is a folder");
    QTest::newRow("folder with a slash") << std::string("folder/") << std::string("it is a folder");
    QTest::newRow("pipe") << std::string("pipe") << std::string("not a regular file");
    QTest::newRow("links in a circle") << std::string("circle") << std::string("not a regular file");
    QTest::newRow("name too long") << std::string(300, 'x') << std::string("name is too long");
    QTest::newRow("no path") << std::string() << std::string("empty");
}

void FilesTest::refusesPathsThatCannotBeWritten()
{
    QFETCH(const std::string, name);
    QFETCH(const std::string, reason);
    writeBytes(pathOf("file"), "x");
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("folder")));
    QCOMPARE(::mkfifo(pathOf("pipe").c_str(), 0600), 0);
    QCOMPARE(::symlink("circle", pathOf("circle").c_str()), 0);
    const QStringList before = names();

    const std::string path = name.empty() ? name : m_folder->path().toStdString() + "/" + name;
    for (const std::string& problem : {whyNotWritable(path), replaceFile(path, "new")}) {
        QVERIFY2(problem.find(reason) != std::string::npos, problem.c_str());
        QCOMPARE(problem.find('\n'), std::string::npos);
    }
    QCOMPARE(names(), before);
    QCOMPARE(bytesAt(pathOf("file")), std::string("x"));
}

void FilesTest::leavesNothingBehindWhenItFindsOut()
{
    QCOMPARE(whyNotWritable(pathOf("new")), std::string());
    QCOMPARE(names(), QStringList());
    writeBytes(pathOf("old"), "old");
    QCOMPARE(whyNotWritable(pathOf("old")), std::string());
    QCOMPARE(bytesAt(pathOf("old")), std::string("old"));
    QCOMPARE(names(), QStringList{QStringLiteral("old")});
}

void FilesTest::takesAwayWhatKilledOnesLeft()
{
    const pid_t child = ::fork();
    if (child == 0) {
        const int left = ::open(temporaryPath(pathOf(""), ".mp4").c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
        ::_exit(left < 0 ? 1 : 0);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    QCOMPARE(names().size(), 1);
    writeBytes(temporaryPath(pathOf("")), "of one that lives: this one");
    writeBytes(pathOf(".cnn-vis-1-2-3.tmp"), "of another machine");
    writeBytes(pathOf(".cnn-vis-keep"), "of the user");
    QCOMPARE(whyNotWritable(pathOf("new")), std::string());
    QCOMPARE(names().size(), 3);
    QCOMPARE(names().filter(QStringLiteral(".mp4")), QStringList());
}

QTEST_GUILESS_MAIN(FilesTest)
#include "tst_files.moc"
