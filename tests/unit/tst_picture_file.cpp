// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_samples.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// Where a pixel of the upright picture is in a stored one of this size, by EXIF's table of first row and column.
std::size_t storedIndex(int orientation, int y, int x, PictureSize stored)
{
    const int bottom = stored.height - 1;
    const int right = stored.width - 1;
    const int rows[] = {y, y, bottom - y, bottom - y, x, bottom - x, bottom - x, x};
    const int columns[] = {x, right - x, right - x, x, y, y, right - y, right - y};
    return static_cast<std::size_t>(rows[orientation - 1]) * static_cast<std::size_t>(stored.width)
        + static_cast<std::size_t>(columns[orientation - 1]);
}

} // namespace

/// What the program writes and reads; see tst_damaged_pictures.cpp for what it refuses to read.
class PictureFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_files = std::make_unique<PictureFolder>(); }
    void cleanup() { m_files.reset(); }
    void readsWhatItWrote_data();
    void readsWhatItWrote();
    void writesSixteenBits_data();
    void writesSixteenBits();
    void storesTextInPng();
    void readsTextOfOtherPrograms();
    void refusesTextThatPngCannotHold();
    void readsPngOfEveryKind_data();
    void readsPngOfEveryKind();
    void honoursOrientation_data();
    void honoursOrientation();
    void readsTiffOfBothByteOrders_data();
    void readsTiffOfBothByteOrders();
    void readsBmpFromTheTop();
    void ignoresThumbnails();
    void refusesToWrite_data();
    void refusesToWrite();
    void keepsTheOldPictureWhenTheDiskIsFull();

private:
    std::unique_ptr<PictureFolder> m_files;
};

void PictureFileTest::readsWhatItWrote_data()
{
    QTest::addColumn<std::string>("ending");
    QTest::addColumn<int>("tolerance");
    for (const std::string ending : {".png", ".PNG", ".bmp", ".tif", ".tiff", ".webp"})
        QTest::newRow(ending.c_str()) << ending << 0;
    for (const std::string ending : {".jpg", ".JPeg"})
        QTest::newRow(ending.c_str()) << ending << 8;
}

void PictureFileTest::readsWhatItWrote()
{
    QFETCH(const std::string, ending);
    QFETCH(const int, tolerance);
    const std::string path = m_files->pathOf("picture.1" + ending);
    const std::vector<std::uint8_t> expected = values8(slopes8());
    checkPictureWritable(path);
    writePicture(path, slopes8(), {{"cnn-vis", "text"}});

    const Picture picture = readPicture(path);
    QCOMPARE(picture.bitsPerChannel(), 8);
    QVERIFY((picture.size() == PictureSize{21, 30}));
    QVERIFY(readPictureSize(path) == picture.size());
    const std::vector<std::uint8_t> actual = values8(picture);
    for (std::size_t index = 0; index < expected.size(); ++index)
        QVERIFY(std::abs(actual[index] - expected[index]) <= tolerance);
    QCOMPARE(readPictureText(path).size(), ending == ".bmp" ? 0U : 1U);
}

void PictureFileTest::writesSixteenBits_data()
{
    QTest::addColumn<std::string>("ending");
    QTest::newRow("PNG") << std::string(".png");
    QTest::newRow("TIFF") << std::string(".tif");
}

void PictureFileTest::writesSixteenBits()
{
    QFETCH(const std::string, ending);
    const std::string path = m_files->pathOf("deep" + ending);
    writePicture(path, slopes<std::uint16_t>({21, 30}, 257), {{"cnn-vis", "text"}});
    QCOMPARE(values8(readPicture(path)), values8(slopes8()));
    if (ending == ".png") {
        QCOMPARE(static_cast<int>(bytesAt(path)[24]), 16); // the header's depth
        QCOMPARE(readPictureText(path), (std::map<std::string, std::string>{{"cnn-vis", "text"}}));
    }
}

void PictureFileTest::storesTextInPng()
{
    std::string longText;
    while (longText.size() < 5000)
        longText += "{\"layer\": \"Größe 木 🙂\\n\"}\n";
    const std::map<std::string, std::string> text = {{kSettingsTextKey, longText}, {"Title", "Träume"}, {"Empty", ""}};
    writePicture(m_files->pathOf("text.png"), slopes8(), text);
    QCOMPARE(readPictureText(m_files->pathOf("text.png")), text);
    QCOMPARE(values8(readPicture(m_files->pathOf("text.png"))), values8(slopes8()));

    const std::string bytes = bytesAt(m_files->pathOf("text.png"));
    writePicture(m_files->pathOf("again.png"), slopes8(), text);
    QVERIFY(bytesAt(m_files->pathOf("again.png")) == bytes);
}

void PictureFileTest::readsTextOfOtherPrograms()
{
    const std::string compressed = QByteArray::fromHex("436f6d6d656e740000789c4b2ffa930700055c0244").toStdString();
    const std::string chunks = pngChunk("tEXt", std::string("Title\0gr\xfcn", 10)) + pngChunk("zTXt", compressed)
        + pngChunk("tEXt", std::string("Title\0second", 12))
        + pngChunk("iTXt", std::string("Author\0\0\0en\0\0Zoë", 17));
    const std::string png = withPngChunks(m_files->sampleBytes(".png"), chunks);
    const std::string late = pngChunk("tEXt", std::string("Late\0behind the pixels", 22));
    m_files->write("text.png", png.substr(0, png.size() - 12) + late + png.substr(png.size() - 12));
    const std::map<std::string, std::string> expected = {
        {"Title", "grün"}, {"Comment", "grün"}, {"Author", "Zoë"}, {"Late", "behind the pixels"}};
    QCOMPARE(readPictureText(m_files->pathOf("text.png")), expected);
}

void PictureFileTest::refusesTextThatPngCannotHold()
{
    const std::map<std::string, std::string> wrong[] = {{{"", "text"}}, {{std::string(80, 'k'), "text"}},
        {{" key", "text"}}, {{"a  b", "text"}}, {{"ключ", "text"}}, {{"key", std::string("te\0xt", 5)}}};
    for (const auto& text : wrong)
        QVERIFY(!problemOf([&] { writePicture(m_files->pathOf("text.png"), slopes8(), text); }).empty());
    QVERIFY(!QFile::exists(QString::fromStdString(m_files->pathOf("text.png"))));
}

void PictureFileTest::readsPngOfEveryKind_data()
{
    const char* header = "89504e470d0a1a0a0000000d49484452000000020000000";
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<std::vector<std::uint8_t>>("expected");
    const auto add = [&](const char* name, const char* rest, const std::vector<std::uint8_t>& expected) {
        QTest::newRow(name) << QByteArray::fromHex(QByteArray(header) + rest + "0000000049454e44ae426082") << expected;
    };
    add("transparent",
        "1"
        "0806000000f4227f8a0000001149444154789c63e4129163d81720d20000063201e0bb669f29",
        {117, 117, 117, 159, 108, 83}); // hidden, and half so, on the neutral ground
    add("palette",
        "1"
        "0103000000ceecedc900000006504c5445010203fafbfcfd5ee6a30000000a49444154789c63700000004200412937f4ef",
        {1, 2, 3, 250, 251, 252});
    add("grey",
        "1"
        "0800000000d14920560000000b49444154789c63648f0100007000651e3b428a",
        {7, 7, 7, 99, 99, 99});
    add("grey, 16 bits",
        "1"
        "100000000081d9fc150000000d49444154789c631032f977070003c102210de34732",
        {0x12, 0x12, 0x12, 0xfe, 0xfe, 0xfe});
}

void PictureFileTest::readsPngOfEveryKind()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const std::vector<std::uint8_t>, expected);
    QCOMPARE(values8(m_files->readBytes(bytes.toStdString())), expected);
}

void PictureFileTest::honoursOrientation_data()
{
    QTest::addColumn<std::string>("ending");
    QTest::addColumn<int>("orientation");
    for (const std::string ending : {".jpg", ".png", ".webp", ".tiff"}) {
        for (int orientation = 1; orientation <= 8; ++orientation)
            QTest::addRow("%s, %d", ending.c_str(), orientation) << ending << orientation;
    }
}

void PictureFileTest::honoursOrientation()
{
    QFETCH(const std::string, ending);
    QFETCH(const int, orientation);
    const PictureSize size{21, 30};
    const bool isTiff = ending == ".tiff";
    const std::vector<std::uint8_t> data = values8(slopes8(size));
    const auto tiff = [&](int value) {
        return tiffBytes(size, std::string(data.begin(), data.end()), value, value % 2 == 0);
    };
    const std::string plain = isTiff ? tiff(1) : m_files->sampleBytes(ending, size);
    const std::vector<std::uint8_t> stored = values8(m_files->readBytes(plain));
    const Picture upright =
        m_files->readBytes(isTiff ? tiff(orientation) : withOrientation(ending, plain, orientation));

    QVERIFY((upright.size() == (orientation >= 5 ? PictureSize{30, 21} : size)));
    const std::uint8_t* pixel = upright.pixels8();
    for (int y = 0; y < upright.height(); ++y) {
        for (int x = 0; x < upright.width(); ++x, pixel += 3) {
            const std::uint8_t* expected = stored.data() + 3 * storedIndex(orientation, y, x, size);
            QVERIFY(std::equal(pixel, pixel + 3, expected));
        }
    }
}

void PictureFileTest::readsTiffOfBothByteOrders_data()
{
    QTest::addColumn<bool>("isBigEndian");
    QTest::newRow("Intel's") << false;
    QTest::newRow("Motorola's") << true;
}

void PictureFileTest::readsTiffOfBothByteOrders()
{
    QFETCH(const bool, isBigEndian);
    QCOMPARE(values8(m_files->readBytes(tiffBytes({2, 1}, "abcdef", 1, isBigEndian))),
        (std::vector<std::uint8_t>{'a', 'b', 'c', 'd', 'e', 'f'}));
}

void PictureFileTest::readsBmpFromTheTop()
{
    const std::string head = "BM" + number(62, 4, false) + number(0, 4, false) + number(54, 4, false)
        + number(40, 4, false) + number(1, 4, false) + number(static_cast<std::uint32_t>(-2), 4, false)
        + number(1, 2, false) + number(24, 2, false) + std::string(24, '\0');
    const std::string rows("\3\2\1\0\6\5\4\0", 8); // blue first, padded to four bytes
    QCOMPARE(values8(m_files->readBytes(head + rows)), (std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6}));
}

void PictureFileTest::ignoresThumbnails()
{
    const std::string jpeg = m_files->sampleBytes(".jpg");
    const std::string withThumbnail =
        jpeg.substr(0, 2) + jpegExif(exifBlock(6, false) + m_files->sampleBytes(".jpg", {4, 5})) + jpeg.substr(2);
    QVERIFY((m_files->readBytes(withThumbnail).size() == PictureSize{30, 21}));
    const std::string cut = withThumbnail.substr(0, withThumbnail.size() - 10);
    QVERIFY(problemOf([&] { m_files->readBytes(cut); }).find("is not whole") != std::string::npos);
}

void PictureFileTest::refusesToWrite_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("reason");
    QTest::newRow("unknown ending") << std::string("a.gif") << std::string(".png .jpg .jpeg .bmp .tif .tiff .webp");
    QTest::newRow("no ending") << std::string("folder.png/name") << std::string("no ending");
    QTest::newRow("folder") << std::string("folder.png") << std::string("it is a folder");
    QTest::newRow("missing folder") << std::string("missing/a.png") << std::string("there is no folder");
    QTest::newRow("folder is a file") << std::string("file/a.png") << std::string("is not a folder");
}

void PictureFileTest::refusesToWrite()
{
    QFETCH(const std::string, name);
    QFETCH(const std::string, reason);
    m_files->write("file", "x");
    QVERIFY(QDir(m_files->folder()).mkdir(QStringLiteral("folder.png")));
    const std::string path = m_files->pathOf(name);
    for (const std::string& problem :
        {problemOf([&] { writePicture(path, slopes8()); }), problemOf([&] { checkPictureWritable(path); })}) {
        QVERIFY2(problem.find("Cannot write picture '" + path + "': ") == 0, problem.c_str());
        QVERIFY2(problem.find(reason) != std::string::npos, problem.c_str());
    }
    const Picture deep = slopes<std::uint16_t>({2, 2}, 1);
    for (const std::string ending : {".jpg", ".bmp", ".webp"})
        QVERIFY_THROWS_EXCEPTION(PictureError, writePicture(m_files->pathOf("deep" + ending), deep));
    QVERIFY_THROWS_EXCEPTION(PictureError, writePicture(m_files->pathOf("wide.webp"), slopes8({1, 16384})));
    for (const std::string& ending : kPictureEndings)
        QVERIFY_THROWS_EXCEPTION(PictureError, writePicture(m_files->pathOf("empty" + ending), Picture()));
    QCOMPARE(QDir(m_files->folder()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("file")});
}

void PictureFileTest::keepsTheOldPictureWhenTheDiskIsFull()
{
    const std::string path = m_files->pathOf("picture.bmp");
    writePicture(path, slopes8());
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 4096;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &small);
    const std::string problem = problemOf([&] { writePicture(path, slopes8({60, 60})); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);

    QVERIFY2(problem.find("Cannot write picture '" + path + "': ") == 0, problem.c_str());
    QCOMPARE(values8(readPicture(path)), values8(slopes8()));
    QCOMPARE(QDir(m_files->folder()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

QTEST_GUILESS_MAIN(PictureFileTest)
#include "tst_picture_file.moc"
