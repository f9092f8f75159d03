// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_samples.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// One to eight random changes of a valid file: bits, extreme bytes, lost and repeated stretches, the end cut off.
std::string mutated(std::string bytes, const std::string& other, std::mt19937& random)
{
    const auto below = [&random](std::size_t limit) { return random() % std::max<std::size_t>(limit, 1); };
    for (std::size_t change = 0, changes = 1 + below(8); change < changes && !bytes.empty(); ++change) {
        // Half of them near the start, where the headers are.
        const std::size_t at = below(change % 2 == 0 ? bytes.size() : std::min<std::size_t>(bytes.size(), 64));
        const std::size_t length = 1 + below(16);
        switch (below(6)) {
        case 0:
            bytes.resize(at);
            break;
        case 1:
            bytes.erase(at, length);
            break;
        case 2:
            bytes.insert(at, other.substr(below(other.size()), length));
            break;
        case 3:
            bytes[at] = static_cast<char>(below(2) == 0 ? 0xff : 0);
            break;
        default:
            bytes[at] = static_cast<char>(static_cast<std::uint8_t>(bytes[at]) ^ 1U << below(8));
        }
    }
    return bytes;
}

} // namespace

/// Files that are no pictures, or not whole: refused, however they are damaged.
class DamagedPicturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_files = std::make_unique<PictureFolder>(); }
    void refusesClaimsTheFileCannotHold_data();
    void refusesClaimsTheFileCannotHold();
    void takesNoMemoryForWhatAChunkClaims();
    void refusesWhatIsNoPicture_data();
    void refusesWhatIsNoPicture();
    void refusesPipesWithoutBlocking();
    void leavesStandardErrorAlone();
    void refusesTruncatedFiles_data();
    void refusesTruncatedFiles();
    void survivesMutations_data();
    void survivesMutations();

private:
    static void addEndings();

    std::unique_ptr<PictureFolder> m_files;
};

void DamagedPicturesTest::addEndings()
{
    QTest::addColumn<std::string>("ending");
    for (const std::string& ending : kPictureEndings)
        QTest::newRow(ending.c_str()) << ending;
}

void DamagedPicturesTest::refusesClaimsTheFileCannotHold_data()
{
    addEndings();
    QTest::newRow("progressive JPEG") << std::string(".progressive.jpg");
    QTest::newRow("GIF") << std::string(".gif");
}

void DamagedPicturesTest::refusesClaimsTheFileCannotHold()
{
    QFETCH(const std::string, ending);
    m_files->write("bomb", bombBytes(ending));
    rusage before{};
    rusage after{};
    ::getrusage(RUSAGE_SELF, &before);
    const std::string problem = problemOf([&] { readPicture(m_files->pathOf("bomb")); });
    ::getrusage(RUSAGE_SELF, &after);

    QVERIFY2(problem.find("truncated or damaged") != std::string::npos, problem.c_str());
    QVERIFY(after.ru_maxrss - before.ru_maxrss < 64L * 1024); // kB; the pixels would take 128 MB and more
}

void DamagedPicturesTest::takesNoMemoryForWhatAChunkClaims()
{
    // A text of 1.7 GB, of which nothing is there.
    const std::string png = m_files->sampleBytes(".png");
    m_files->write("claim.png", png.substr(0, 33) + "ftyptEXtTitle" + png.substr(33));
    rusage before{};
    rusage after{};
    ::getrusage(RUSAGE_SELF, &before);
    const std::string problem = problemOf([&] { readPictureText(m_files->pathOf("claim.png")); });
    ::getrusage(RUSAGE_SELF, &after);
    QVERIFY(!problem.empty());
    QVERIFY(after.ru_maxrss - before.ru_maxrss < 64L * 1024); // kB
}

void DamagedPicturesTest::refusesWhatIsNoPicture_data()
{
    std::mt19937 random(7);
    std::string noise;
    while (noise.size() < 5000)
        noise.push_back(static_cast<char>(random()));
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("reason");
    const std::string formats = "none of PNG, JPEG, BMP, TIFF, WebP, HEIC or AVIF, GIF and EXR";
    QTest::newRow("empty") << std::string() << std::string("empty");
    QTest::newRow("page") << std::string("<html></html>") << std::string("HTML page, not a picture");
    QTest::newRow("pointer of Git LFS") << std::string("version https://git-lfs.github.com/spec/v1\n")
                                        << std::string("git lfs pull");
    QTest::newRow("noise") << noise << formats;
    QTest::newRow("film") << "\0\0\0\x18" + std::string("ftypisom\0\0\2\0isommp42", 20) << formats;
    QTest::newRow("no height") << tiffBytes({0, 5}, "data", 1, false) << std::string("its directory cannot be read");
    QTest::newRow("too wide") << tiffBytes({1, 100'001}, "data", 1, false) << std::string("1 x 100001 pixels");
    QTest::newRow("too many") << bombBytes(".png", 30000) << std::string("30000 x 30000 pixels: more than");
    QTest::newRow("unreadable sizes") << webpFile("VP8X\xff\xff\xff\xff") << std::string("parts are not whole");
}

void DamagedPicturesTest::refusesWhatIsNoPicture()
{
    QFETCH(const std::string, bytes);
    QFETCH(const std::string, reason);
    const std::string path = m_files->pathOf("picture");
    m_files->write("picture", bytes);
    for (const std::string& problem : {problemOf([&] { readPicture(path); }), problemOf([&] { readPictureSize(path); }),
             problemOf([&] { readPictureText(path); })}) {
        QVERIFY2(problem.find("Cannot read picture '" + path + "': ") == 0, problem.c_str());
        QVERIFY2(problem.find(reason) != std::string::npos, problem.c_str());
        QCOMPARE(problem.find('\n'), std::string::npos);
    }
}

void DamagedPicturesTest::refusesPipesWithoutBlocking()
{
    QCOMPARE(::mkfifo(m_files->pathOf("pipe").c_str(), 0600), 0);
    QVERIFY_THROWS_EXCEPTION(PictureError, readPicture(m_files->pathOf("pipe")));
    QVERIFY_THROWS_EXCEPTION(PictureError, readPicture(m_files->folder().toStdString()));
    QVERIFY_THROWS_EXCEPTION(PictureError, readPictureSize(m_files->pathOf("missing.png")));
}

void DamagedPicturesTest::leavesStandardErrorAlone()
{
    // 8 x 8 pixels of 8 bits as run lengths, which end after the first row.
    const std::string palette(4 * 256, 'x');
    const std::string header = number(40, 4, false) + number(8, 4, false) + number(8, 4, false) + number(1, 2, false)
        + number(8, 2, false) + number(1, 4, false) + number(2, 4, false) + std::string(16, '\0');
    m_files->write("runs.bmp",
        "BM" + number(0, 4, false) + number(0, 4, false) + number(54 + 1024, 4, false) + header + palette + "\x08x");
    m_files->write("said", "");
    std::string problem;
    {
        const int before = ::dup(STDERR_FILENO);
        const int file = ::open(m_files->pathOf("said").c_str(), O_WRONLY);
        ::dup2(file, STDERR_FILENO);
        problem = problemOf([&] { readPicture(m_files->pathOf("runs.bmp")); });
        ::dup2(before, STDERR_FILENO);
        ::close(before);
        ::close(file);
    }
    QVERIFY2(problem.find("cannot be decoded") != std::string::npos, problem.c_str());
    QCOMPARE(QByteArray::fromStdString(bytesAt(m_files->pathOf("said"))), QByteArray());
}

void DamagedPicturesTest::refusesTruncatedFiles_data()
{
    addEndings();
    QTest::newRow("TIFF with its directory first") << std::string("TIFF");
}

void DamagedPicturesTest::refusesTruncatedFiles()
{
    QFETCH(const std::string, ending);
    const std::string bytes =
        ending == "TIFF" ? tiffBytes({5, 4}, std::string(60, 'x'), 6, true) : m_files->sampleBytes(ending);
    const std::vector<std::uint8_t> whole = values8(m_files->readBytes(bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const std::string problem = problemOf([&] {
            // What stands behind the pixels may be missing; then all of them are there.
            if (values8(m_files->readBytes(bytes.substr(0, length))) != whole)
                qFatal("%zu bytes of %zu are read as another picture", length, bytes.size());
        });
        QVERIFY2(!problem.empty() || length >= bytes.size() / 2, std::to_string(length).c_str());
    }
}

void DamagedPicturesTest::survivesMutations_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<int>("mutations");
    for (const std::string& ending : kPictureEndings)
        QTest::newRow(ending.c_str()) << m_files->sampleBytes(ending, {9, 14}) << 4000;
    const QDir folder(QStringLiteral(CNNVIS_PICTURES_DIR));
    const QStringList kinds{QStringLiteral("*.heic"), QStringLiteral("*.avif"), QStringLiteral("*.gif"),
        QStringLiteral("*.exr"), QStringLiteral("*.tif"), QStringLiteral("*.webp"), QStringLiteral("ink.jpg"),
        QStringLiteral("wide.png")};
    for (const QString& name : folder.entryList(kinds, QDir::Files))
        QTest::newRow(name.toUtf8().constData()) << bytesAt(folder.filePath(name).toStdString()) << 400;
}

void DamagedPicturesTest::survivesMutations()
{
    QFETCH(const std::string, bytes);
    QFETCH(const int, mutations);
    const std::string other = m_files->sampleBytes(".png", {9, 14});
    std::mt19937 random(2024);
    int refused = 0;
    for (int mutation = 0; mutation < mutations; ++mutation) {
        // Whatever is thrown other than a PictureError ends the test, and so does a size other than the header's.
        const std::string damaged = mutated(bytes, other, random);
        if (!problemOf([&] { m_files->readBytes(damaged); }).empty())
            ++refused;
        problemOf([&] { readPictureText(m_files->pathOf("picture")); });
    }
    QVERIFY(refused > mutations / 10);
    QVERIFY(refused < mutations);
}

QTEST_GUILESS_MAIN(DamagedPicturesTest)
#include "tst_damaged_pictures.moc"
