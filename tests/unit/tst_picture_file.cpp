// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/picture_file.h"

#include "cnnvis/error.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace cnnvis;

namespace {

const std::vector<std::string> kEndings = {".png", ".jpg", ".bmp", ".tiff", ".webp"};

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

std::size_t valueCount(const Picture& picture)
{
    return static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width()) * 3;
}

std::vector<std::uint8_t> values8(const Picture& picture)
{
    return {picture.pixels8(), picture.pixels8() + valueCount(picture)};
}

/// A smooth picture, without symmetries, that survives JPEG.
template <typename Channel>
Picture slopes(PictureSize size, int factor)
{
    std::vector<Channel> values;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (const int value : {20 + 5 * y, 10 + 6 * x, 200 - 3 * x - 2 * y})
                values.push_back(static_cast<Channel>(value * factor));
        }
    }
    return {size, values};
}

Picture slopes8(PictureSize size = {21, 30})
{
    return slopes<std::uint8_t>(size, 1);
}

std::string number(std::uint32_t value, int bytes, bool isBigEndian)
{
    std::string text;
    for (int index = 0; index < bytes; ++index)
        text.push_back(static_cast<char>(value >> (8 * index)));
    if (isBigEndian)
        std::reverse(text.begin(), text.end());
    return text;
}

std::string pngChunk(const std::string& name, const std::string& data)
{
    std::uint32_t remainder = 0xffffffffU;
    for (const char byte : name + data) {
        remainder ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            remainder = remainder >> 1U ^ ((remainder & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return number(static_cast<std::uint32_t>(data.size()), 4, true) + name + data + number(~remainder, 4, true);
}

/// Puts chunks behind a PNG's header.
std::string withPngChunks(const std::string& png, const std::string& chunks)
{
    return png.substr(0, 33) + chunks + png.substr(33);
}

std::string tiffEntry(int tag, int type, std::uint32_t count, std::uint32_t value, bool isBig)
{
    const bool isShort = type == 3 && count == 1;
    return number(static_cast<std::uint32_t>(tag), 2, isBig) + number(static_cast<std::uint32_t>(type), 2, isBig)
        + number(count, 4, isBig) + (isShort ? number(value, 2, isBig) + number(0, 2, isBig) : number(value, 4, isBig));
}

std::string tiffHead(bool isBig)
{
    return (isBig ? "MM" : "II") + number(42, 2, isBig) + number(8, 4, isBig);
}

/// What cameras store: a directory with nothing but the orientation.
std::string exifBlock(int orientation, bool isBig)
{
    return tiffHead(isBig) + number(1, 2, isBig) + tiffEntry(274, 3, 1, static_cast<std::uint32_t>(orientation), isBig)
        + number(0, 4, isBig);
}

/// An uncompressed TIFF that has its directory at the start, other than OpenCV's.
std::string tiffBytes(PictureSize size, const std::string& data, int orientation, bool isBig)
{
    constexpr std::uint32_t kEntries = 9;
    const std::uint32_t behind = 8 + 2 + 12 * kEntries + 4;
    const auto height = static_cast<std::uint32_t>(size.height);
    return tiffHead(isBig) + number(kEntries, 2, isBig)
        + tiffEntry(256, 4, 1, static_cast<std::uint32_t>(size.width), isBig) + tiffEntry(257, 4, 1, height, isBig)
        + tiffEntry(258, 3, 3, behind, isBig) + tiffEntry(262, 3, 1, 2, isBig) + tiffEntry(273, 4, 1, behind + 6, isBig)
        + tiffEntry(274, 3, 1, static_cast<std::uint32_t>(orientation), isBig) + tiffEntry(277, 3, 1, 3, isBig)
        + tiffEntry(278, 4, 1, height, isBig) + tiffEntry(279, 4, 1, static_cast<std::uint32_t>(data.size()), isBig)
        + number(0, 4, isBig) + number(8, 2, isBig) + number(8, 2, isBig) + number(8, 2, isBig) + data;
}

std::string jpegExif(const std::string& exif)
{
    return "\xff\xe1" + number(static_cast<std::uint32_t>(exif.size()) + 8, 2, true) + std::string("Exif\0\0", 6)
        + exif;
}

std::string webpChunk(const std::string& name, const std::string& data)
{
    return name + number(static_cast<std::uint32_t>(data.size()), 4, false) + data + std::string(data.size() % 2, '\0');
}

std::string webpFile(const std::string& chunks)
{
    return "RIFF" + number(static_cast<std::uint32_t>(chunks.size()) + 4, 4, false) + "WEBP" + chunks;
}

std::string webpCanvas(PictureSize size, int flags)
{
    return webpChunk("VP8X",
        number(static_cast<std::uint32_t>(flags), 4, false)
            + number(static_cast<std::uint32_t>(size.width) - 1, 3, false)
            + number(static_cast<std::uint32_t>(size.height) - 1, 3, false));
}

/// A picture file of the given format with an orientation in it.
std::string withOrientation(const std::string& ending, const std::string& bytes, PictureSize size, int orientation)
{
    const std::string exif = exifBlock(orientation, orientation % 2 == 0);
    if (ending == ".jpg")
        return bytes.substr(0, 2) + jpegExif(exif) + bytes.substr(2);
    if (ending == ".png")
        return withPngChunks(bytes, pngChunk("eXIf", exif));
    return webpFile(webpCanvas(size, 8) + bytes.substr(12) + webpChunk("EXIF", exif));
}

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

/// A header that claims 30000 x 30000 pixels, and next to nothing behind it.
std::string bombBytes(const std::string& ending)
{
    const std::string big = number(30000, 4, true);
    const std::string little = number(30000, 4, false);
    if (ending == ".png") {
        return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", big + big + std::string("\x08\x02\0\0\0", 5))
            + pngChunk("IDAT", "x") + pngChunk("IEND", "");
    }
    if (ending == ".jpg") {
        return "\xff\xd8\xff\xc0" + number(11, 2, true) + "\x08" + big.substr(2) + big.substr(2)
            + std::string("\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\xff\xd9", 16);
    }
    if (ending == ".bmp") {
        return "BM" + number(54, 4, false) + number(0, 4, false) + number(54, 4, false) + number(40, 4, false) + little
            + little + number(1, 2, false) + number(24, 2, false) + std::string(24, '\0');
    }
    if (ending == ".tiff")
        return tiffBytes({30000, 30000}, "data", 1, false);
    return webpFile(webpCanvas({30000, 30000}, 0) + webpChunk("VP8L", std::string("\x2f\0\0\0\0\0", 6)));
}

/// The message of the PictureError that a call ends with; empty when it ends well.
template <typename Call>
std::string problemOf(const Call& call)
{
    try {
        call();
    } catch (const PictureError& error) {
        return error.what();
    }
    return {};
}

/// The decoders below OpenCV complain to stderr, thousands of times where thousands of damaged files are read.
class SilentStandardError {
public:
    SilentStandardError()
        : m_before(::dup(STDERR_FILENO))
    {
        const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        ::dup2(nowhere, STDERR_FILENO);
        ::close(nowhere);
    }
    SilentStandardError(const SilentStandardError&) = delete;
    SilentStandardError& operator=(const SilentStandardError&) = delete;
    ~SilentStandardError()
    {
        ::dup2(m_before, STDERR_FILENO);
        ::close(m_before);
    }

private:
    int m_before;
};

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

class PictureFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }

    void refusesClaimsTheFileCannotHold_data() { addEndings(); }
    void refusesClaimsTheFileCannotHold();
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
    void refusesWhatIsNoPicture_data();
    void refusesWhatIsNoPicture();
    void refusesPipesWithoutBlocking();
    void refusesTruncatedFiles_data();
    void refusesTruncatedFiles();
    void survivesMutations_data() { addEndings(); }
    void survivesMutations();
    void givesStandardErrorBackWhereThreadsReadAtOnce();
    void refusesToWrite_data();
    void refusesToWrite();
    void keepsTheOldPictureWhenTheDiskIsFull();

private:
    static void addEndings();
    std::string pathOf(const std::string& name) const
    {
        return m_folder->filePath(QString::fromStdString(name)).toStdString();
    }
    /// The bytes that the program writes for a small picture.
    std::string sampleBytes(const std::string& ending, PictureSize size = {21, 30}) const;
    /// Writes bytes to a file and reads it as a picture.
    Picture readBytes(const std::string& bytes) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void PictureFileTest::addEndings()
{
    QTest::addColumn<std::string>("ending");
    for (const std::string& ending : kEndings)
        QTest::newRow(ending.c_str()) << ending;
}

void PictureFileTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

std::string PictureFileTest::sampleBytes(const std::string& ending, PictureSize size) const
{
    writePicture(pathOf("sample" + ending), slopes8(size));
    return bytesAt(pathOf("sample" + ending));
}

Picture PictureFileTest::readBytes(const std::string& bytes) const
{
    writeBytes(pathOf("picture"), bytes);
    const Picture picture = readPicture(pathOf("picture"));
    if (readPictureSize(pathOf("picture")) != picture.size())
        qFatal("readPictureSize() and readPicture() disagree about a file of %zu bytes", bytes.size());
    return picture;
}

/// The first test, so that the process has not used much memory before.
void PictureFileTest::refusesClaimsTheFileCannotHold()
{
    QFETCH(const std::string, ending);
    writeBytes(pathOf("bomb"), bombBytes(ending));
    rusage before{};
    rusage after{};
    ::getrusage(RUSAGE_SELF, &before);
    const std::string problem = problemOf([&] { readPicture(pathOf("bomb")); });
    ::getrusage(RUSAGE_SELF, &after);

    QVERIFY2(problem.find("30000 x 30000 pixels") != std::string::npos, problem.c_str());
    QVERIFY2(problem.find("truncated or damaged") != std::string::npos, problem.c_str());
    QCOMPARE(problem, problemOf([&] { readPictureSize(pathOf("bomb")); }));
    QVERIFY(after.ru_maxrss - before.ru_maxrss < 64L * 1024); // kB; the pixels would take 2.7 GB
}

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
    const std::string path = pathOf("picture.1" + ending);
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
    QCOMPARE(readPictureText(path).size(), ending == ".png" || ending == ".PNG" ? 1U : 0U);
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
    const std::string path = pathOf("deep" + ending);
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
    writePicture(pathOf("text.png"), slopes8(), text);
    QCOMPARE(readPictureText(pathOf("text.png")), text);
    QCOMPARE(values8(readPicture(pathOf("text.png"))), values8(slopes8()));

    const std::string bytes = bytesAt(pathOf("text.png"));
    writePicture(pathOf("again.png"), slopes8(), text);
    QVERIFY(bytesAt(pathOf("again.png")) == bytes);
}

void PictureFileTest::readsTextOfOtherPrograms()
{
    const std::string compressed = QByteArray::fromHex("436f6d6d656e740000789c4b2ffa930700055c0244").toStdString();
    const std::string chunks = pngChunk("tEXt", std::string("Title\0gr\xfcn", 10)) + pngChunk("zTXt", compressed)
        + pngChunk("tEXt", std::string("Title\0second", 12))
        + pngChunk("iTXt", std::string("Author\0\0\0en\0\0Zoë", 17));
    const std::string png = withPngChunks(sampleBytes(".png"), chunks);
    const std::string late = pngChunk("tEXt", std::string("Late\0behind the pixels", 22));
    writeBytes(pathOf("text.png"), png.substr(0, png.size() - 12) + late + png.substr(png.size() - 12));
    const std::map<std::string, std::string> expected = {
        {"Title", "grün"}, {"Comment", "grün"}, {"Author", "Zoë"}, {"Late", "behind the pixels"}};
    QCOMPARE(readPictureText(pathOf("text.png")), expected);
}

void PictureFileTest::refusesTextThatPngCannotHold()
{
    const std::map<std::string, std::string> wrong[] = {{{"", "text"}}, {{std::string(80, 'k'), "text"}},
        {{" key", "text"}}, {{"a  b", "text"}}, {{"ключ", "text"}}, {{"key", std::string("te\0xt", 5)}}};
    for (const auto& text : wrong)
        QVERIFY(!problemOf([&] { writePicture(pathOf("text.png"), slopes8(), text); }).empty());
    QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("text.png"))));
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
        {10, 20, 30, 200, 100, 50});
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
    QCOMPARE(values8(readBytes(bytes.toStdString())), expected);
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
    const std::string plain = isTiff ? tiff(1) : sampleBytes(ending, size);
    const std::vector<std::uint8_t> stored = values8(readBytes(plain));
    const Picture upright = readBytes(isTiff ? tiff(orientation) : withOrientation(ending, plain, size, orientation));

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
    QCOMPARE(values8(readBytes(tiffBytes({2, 1}, "abcdef", 1, isBigEndian))),
        (std::vector<std::uint8_t>{'a', 'b', 'c', 'd', 'e', 'f'}));
}

void PictureFileTest::readsBmpFromTheTop()
{
    const std::string head = "BM" + number(62, 4, false) + number(0, 4, false) + number(54, 4, false)
        + number(40, 4, false) + number(1, 4, false) + number(static_cast<std::uint32_t>(-2), 4, false)
        + number(1, 2, false) + number(24, 2, false) + std::string(24, '\0');
    const std::string rows("\3\2\1\0\6\5\4\0", 8); // blue first, padded to four bytes
    QCOMPARE(values8(readBytes(head + rows)), (std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6}));
}

void PictureFileTest::ignoresThumbnails()
{
    const std::string jpeg = sampleBytes(".jpg");
    const std::string withThumbnail =
        jpeg.substr(0, 2) + jpegExif(exifBlock(6, false) + sampleBytes(".jpg", {4, 5})) + jpeg.substr(2);
    QVERIFY((readBytes(withThumbnail).size() == PictureSize{30, 21}));
    const std::string cut = withThumbnail.substr(0, withThumbnail.size() - 10);
    QVERIFY(problemOf([&] { readBytes(cut); }).find("end-of-image") != std::string::npos);
}

void PictureFileTest::refusesWhatIsNoPicture_data()
{
    std::mt19937 random(7);
    std::string noise;
    while (noise.size() < 5000)
        noise.push_back(static_cast<char>(random()));
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("reason");
    const std::string formats = "none of PNG, JPEG, BMP, TIFF and WebP";
    QTest::newRow("empty") << std::string() << std::string("empty");
    QTest::newRow("page") << std::string("<html></html>") << std::string("HTML page, not a picture");
    QTest::newRow("pointer of Git LFS") << std::string("version https://git-lfs.github.com/spec/v1\n")
                                        << std::string("git lfs pull");
    QTest::newRow("noise") << noise << formats;
    QTest::newRow("GIF") << std::string("GIF89a\1\0\1\0\0\0\0;", 14) << formats;
    QTest::newRow("no height") << tiffBytes({0, 5}, "data", 1, false) << std::string("0 x 5 pixels");
    QTest::newRow("too wide") << tiffBytes({1, 100'001}, "data", 1, false) << std::string("1 x 100001 pixels");
    QTest::newRow("unreadable sizes") << webpFile("VP8X\xff\xff\xff\xff") << std::string("ends too early");
}

void PictureFileTest::refusesWhatIsNoPicture()
{
    QFETCH(const std::string, bytes);
    QFETCH(const std::string, reason);
    const std::string path = pathOf("picture");
    writeBytes(path, bytes);
    for (const std::string& problem : {problemOf([&] { readPicture(path); }), problemOf([&] { readPictureSize(path); }),
             problemOf([&] { readPictureText(path); })}) {
        QVERIFY2(problem.find("Cannot read picture '" + path + "': ") == 0, problem.c_str());
        QVERIFY2(problem.find(reason) != std::string::npos, problem.c_str());
        QCOMPARE(problem.find('\n'), std::string::npos);
    }
}

void PictureFileTest::refusesPipesWithoutBlocking()
{
    QCOMPARE(::mkfifo(pathOf("pipe").c_str(), 0600), 0);
    QVERIFY_THROWS_EXCEPTION(PictureError, readPicture(pathOf("pipe")));
    QVERIFY_THROWS_EXCEPTION(PictureError, readPicture(m_folder->path().toStdString()));
    QVERIFY_THROWS_EXCEPTION(PictureError, readPictureSize(pathOf("missing.png")));
}

void PictureFileTest::refusesTruncatedFiles_data()
{
    addEndings();
    QTest::newRow("TIFF with its directory first") << std::string("TIFF");
}

void PictureFileTest::refusesTruncatedFiles()
{
    QFETCH(const std::string, ending);
    const std::string bytes = ending == "TIFF" ? tiffBytes({5, 4}, std::string(60, 'x'), 6, true) : sampleBytes(ending);
    QVERIFY(!readBytes(bytes).isEmpty());
    const SilentStandardError silence;
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const std::string problem = problemOf([&] { readBytes(bytes.substr(0, length)); });
        QVERIFY2(!problem.empty(), std::to_string(length).c_str());
    }
}

void PictureFileTest::survivesMutations()
{
    constexpr int kMutations = 4000; // of each of the five formats
    QFETCH(const std::string, ending);
    const std::string bytes = sampleBytes(ending, {9, 14});
    const std::string other = sampleBytes(ending == ".png" ? ".jpg" : ".png", {9, 14});
    std::mt19937 random(2024);
    int refused = 0;
    const SilentStandardError silence;
    for (int mutation = 0; mutation < kMutations; ++mutation) {
        // Whatever is thrown other than a PictureError ends the test, and so does a size other than the header's.
        const std::string damaged = mutated(bytes, other, random);
        if (!problemOf([&] { readBytes(damaged); }).empty())
            ++refused;
        problemOf([&] { readPictureText(pathOf("picture")); });
    }
    QVERIFY(refused > kMutations / 4);
    QVERIFY(refused < kMutations);
}

void PictureFileTest::givesStandardErrorBackWhereThreadsReadAtOnce()
{
    sampleBytes(".jpg");
    struct stat before { };
    QCOMPARE(::fstat(STDERR_FILENO, &before), 0);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([path = pathOf("sample.jpg")] {
            for (int j = 0; j < 200; ++j)
                readPicture(path);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    struct stat after { };
    QCOMPARE(::fstat(STDERR_FILENO, &after), 0);
    QCOMPARE(after.st_dev, before.st_dev);
    QCOMPARE(after.st_ino, before.st_ino);
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
    writeBytes(pathOf("file"), "x");
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("folder.png")));
    const std::string path = pathOf(name);
    for (const std::string& problem :
        {problemOf([&] { writePicture(path, slopes8()); }), problemOf([&] { checkPictureWritable(path); })}) {
        QVERIFY2(problem.find("Cannot write picture '" + path + "': ") == 0, problem.c_str());
        QVERIFY2(problem.find(reason) != std::string::npos, problem.c_str());
    }
    const Picture deep = slopes<std::uint16_t>({2, 2}, 1);
    for (const std::string ending : {".jpg", ".bmp", ".webp"})
        QVERIFY_THROWS_EXCEPTION(PictureError, writePicture(pathOf("deep" + ending), deep));
    QVERIFY_THROWS_EXCEPTION(PictureError, writePicture(pathOf("wide.webp"), slopes8({1, 16384})));
    for (const std::string& ending : kEndings)
        QVERIFY_THROWS_EXCEPTION(PictureError, writePicture(pathOf("empty" + ending), Picture()));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("file")});
}

void PictureFileTest::keepsTheOldPictureWhenTheDiskIsFull()
{
    const std::string path = pathOf("picture.bmp");
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
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

QTEST_GUILESS_MAIN(PictureFileTest)
#include "tst_picture_file.moc"
