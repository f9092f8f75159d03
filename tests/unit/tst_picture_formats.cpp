// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_samples.h"

#include "cnnvis/machine.h"
#include "cnnvis/transparency.h"
#include "picture/decoded_picture.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

constexpr PictureSize kSize{16, 24};

std::string fileOf(const char* name)
{
    return std::string(CNNVIS_PICTURES_DIR) + "/" + name;
}

/// What the files in the folder show.
std::vector<std::uint8_t> plainPixels()
{
    std::vector<std::uint8_t> values;
    for (int y = 0; y < kSize.height; ++y) {
        for (int x = 0; x < kSize.width; ++x) {
            for (const int value : {20 + 10 * x, 40 + 12 * y, 230 - 6 * x - 4 * y})
                values.push_back(static_cast<std::uint8_t>(std::clamp(value, 0, 255)));
        }
    }
    return values;
}

int largestDifference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b)
{
    if (a.size() != b.size())
        return 256;
    int largest = 0;
    for (std::size_t index = 0; index < a.size(); ++index)
        largest = std::max(largest, std::abs(a[index] - b[index]));
    return largest;
}

/// The transparent picture's colours on a ground: columns 0 to 7 are hidden, 8 to 15 half, the rest opaque.
std::vector<std::uint8_t> holesOn(Colour ground)
{
    std::vector<std::uint8_t> values = plainPixels();
    const int grounds[] = {ground.red, ground.green, ground.blue};
    for (std::size_t index = 0; index < values.size(); ++index) {
        const std::size_t column = index / 3 % static_cast<std::size_t>(kSize.width);
        const double alpha = column < 8 ? 0.0 : column < 16 ? 128.0 / 255.0 : 1.0;
        values[index] =
            static_cast<std::uint8_t>(std::lround(alpha * values[index] + (1.0 - alpha) * grounds[index % 3]));
    }
    return values;
}

/// A profile for RGB.
std::string wideProfile()
{
    const std::string bytes = bytesAt(fileOf("wide.tif"));
    const std::size_t begin = bytes.find("acsp") - 36;
    std::size_t length = 0;
    for (std::size_t index = 0; index < 4; ++index)
        length = length << 8U | static_cast<std::uint8_t>(bytes[begin + index]);
    return bytes.substr(begin, length);
}

std::string deflated(const std::string& bytes)
{
    return qCompress(QByteArray::fromStdString(bytes)).mid(4).toStdString(); // behind Qt's own head
}

std::string profileChunk(const std::string& deflatedProfile)
{
    return pngChunk("iCCP", std::string("wide\0\0", 6) + deflatedProfile);
}

/// One pixel of 128.
std::string greyPng()
{
    return "\x89PNG\r\n\x1a\n"
        + pngChunk("IHDR", number(1, 4, true) + number(1, 4, true) + std::string("\x08\0\0\0\0", 5))
        + pngChunk("IDAT", deflated(std::string("\0\x80", 2))) + pngChunk("IEND", "");
}

std::string replaced(std::string bytes, const std::string& from, const std::string& to)
{
    const std::size_t at = bytes.find(from);
    return at == std::string::npos ? std::string("(not found)") : bytes.replace(at, from.size(), to);
}

} // namespace

/// Files as cameras, phones and other programs write them; tests/unit/pictures/README.md says how they were made.
class PictureFormatsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsColoursAsTheyAreMeant_data();
    void readsColoursAsTheyAreMeant();
    void leavesUntaggedInkAsItWas();
    void ignoresDamagedProfiles();
    void tellsOfProfilesThatLibrariesDrop_data();
    void tellsOfProfilesThatLibrariesDrop();
    void honoursGammaAndPrimariesOfPng_data();
    void honoursGammaAndPrimariesOfPng();
    void readsEveryFormat_data();
    void readsEveryFormat();
    void cutsLightOffAtWhite();
    void tellsOfAnimations_data();
    void tellsOfAnimations();
    void laysTransparencyOnTheGround_data();
    void laysTransparencyOnTheGround();
    void carriesTransparencyThrough();
    void opensJpegWithStrayBytes_data();
    void opensJpegWithStrayBytes();
    void readsFilesOfManyPixels();
    void refusesWhatMemoryCannotHold();
    void tagsWhatItWrites_data();
    void tagsWhatItWrites();
    void keepsTextInEveryFormat_data();
    void keepsTextInEveryFormat();

private:
    PictureFolder m_files;
};

void PictureFormatsTest::readsColoursAsTheyAreMeant_data()
{
    QTest::addColumn<std::string>("file");
    QTest::addColumn<std::string>("expected");
    for (const char* ending : {"png", "tif", "webp", "heic"})
        QTest::newRow(ending) << fileOf("wide.") + ending << fileOf("wide_expected.png");
    QTest::newRow("grey PNG") << fileOf("grey.png") << fileOf("grey_expected.png");
    QTest::newRow("grey TIFF") << fileOf("grey.tif") << fileOf("grey_expected.png");
    QTest::newRow("CMYK JPEG") << fileOf("ink.jpg") << fileOf("ink_expected.png");
    QTest::newRow("CMYK TIFF") << fileOf("ink.tif") << fileOf("ink_tif_expected.png");
}

void PictureFormatsTest::readsColoursAsTheyAreMeant()
{
    QFETCH(const std::string, file);
    QFETCH(const std::string, expected);
    std::vector<std::string> notes;
    const std::vector<std::uint8_t> values = values8(readPicture(file, &notes));
    QVERIFY(notes.empty());
    QVERIFY(largestDifference(values, values8(readPicture(expected))) <= 2);
    // The profile matters: as they stand, the numbers are others.
    QVERIFY(largestDifference(values, plainPixels()) > 20);
}

void PictureFormatsTest::leavesUntaggedInkAsItWas()
{
    const std::vector<std::uint8_t> values = values8(readPicture(fileOf("ink_untagged.jpg")));
    // At the top left there is hardly any ink but yellow, 200 of 255; at the bottom right much of all.
    QVERIFY(values[0] > 245 && values[1] > 245 && std::abs(values[2] - 55) < 10);
    QVERIFY(values[values.size() - 3] < 30 && values[values.size() - 2] < 90);
}

void PictureFormatsTest::ignoresDamagedProfiles()
{
    std::string bytes = bytesAt(fileOf("wide.tif"));
    const std::size_t signature = bytes.find("acsp");
    QVERIFY(signature != std::string::npos);
    bytes[signature] = 'x';
    m_files.write("damaged", bytes);
    std::vector<std::string> notes;
    QCOMPARE(values8(readPicture(m_files.pathOf("damaged"), &notes)), plainPixels());
    QCOMPARE(notes.size(), std::size_t{1});
    QVERIFY(notes.front().find("profile is damaged, and was ignored") != std::string::npos);
}

void PictureFormatsTest::tellsOfProfilesThatLibrariesDrop_data()
{
    const std::string png = bytesAt(fileOf("plain.png"));
    const std::string profile = wideProfile();
    const std::string tag("\x73\x87\x07\0", 4);
    const std::string tiff = bytesAt(fileOf("wide.tif"));
    const std::string entry = tiff.substr(tiff.find(tag), 12);
    const std::string parts("ICC_PROFILE\0\x01", 13);
    QTest::addColumn<std::string>("bytes");
    QTest::newRow("PNG, garbage") << withPngChunks(png, profileChunk("garbage"));
    QTest::newRow("PNG, a wrong signature")
        << withPngChunks(png, profileChunk(deflated(replaced(profile, "acsp", "xcsp"))));
    QTest::newRow("PNG, half") << withPngChunks(png, profileChunk(deflated(profile.substr(0, profile.size() / 2))));
    QTest::newRow("PNG, RGB's on grey") << withPngChunks(greyPng(), profileChunk(deflated(profile)));
    QTest::newRow("JPEG, the second part is missing")
        << replaced(m_files.sampleBytes(".jpg"), parts + '\x01', parts + '\x02');
    QTest::newRow("TIFF, outside of the file")
        << replaced(tiff, entry, entry.substr(0, 8) + number(0x7fffff00, 4, false));
}

void PictureFormatsTest::tellsOfProfilesThatLibrariesDrop()
{
    QFETCH(const std::string, bytes);
    m_files.write("dropped", bytes);
    std::vector<std::string> notes;
    readPicture(m_files.pathOf("dropped"), &notes);
    QCOMPARE(notes.size(), std::size_t{1});
    QCOMPARE(notes.front(), std::string("its colour profile cannot be used, and was ignored"));
}

void PictureFormatsTest::honoursGammaAndPrimariesOfPng_data()
{
    const auto gamma = [](std::uint32_t value) { return pngChunk("gAMA", number(value, 4, true)); };
    std::string srgbPoints;
    for (const std::uint32_t value : {31270U, 32900U, 64000U, 33000U, 30000U, 60000U, 15000U, 6000U})
        srgbPoints += number(value, 4, true);
    const std::string points = pngChunk("cHRM", srgbPoints);
    QTest::addColumn<std::string>("chunks");
    QTest::addColumn<int>("sample"); ///< what 128 becomes
    QTest::newRow("untagged") << std::string() << 128;
    QTest::newRow("sRGB") << pngChunk("sRGB", std::string(1, '\0')) << 128;
    QTest::newRow("the usual gamma") << gamma(45455) << 128;
    QTest::newRow("the usual gamma and points") << gamma(45455) + points << 128;
    QTest::newRow("sRGB wins over gamma") << gamma(100'000) + pngChunk("sRGB", std::string(1, '\0')) << 128;
    QTest::newRow("linear light") << gamma(100'000) + points << 188; // sRGB of 0.502
    QTest::newRow("of the old Macintosh") << gamma(55'556) << 146; // sRGB of 0.502^1.8 = 0.289
    QTest::newRow("sRGB by numbers") << pngChunk("cICP", std::string("\x01\x0d\0\x01", 4)) << 128;
    QTest::newRow("linear by numbers") << pngChunk("cICP", std::string("\x01\x08\0\x01", 4)) << 188;
    // The formulas of BT.2100, with paper's white at 203 cd/m² and at 75 % (BT.2408): 0.463 and 0.317 of its light.
    QTest::newRow("PQ by numbers") << pngChunk("cICP", std::string("\x01\x10\0\x01", 4)) << 181;
    QTest::newRow("HLG by numbers") << pngChunk("cICP", std::string("\x01\x12\0\x01", 4)) << 153;
    QTest::newRow("gamma without sense") << gamma(0) << 128;
}

void PictureFormatsTest::honoursGammaAndPrimariesOfPng()
{
    QFETCH(const std::string, chunks);
    QFETCH(const int, sample);
    for (const std::string& bytes : {bytesAt(fileOf("middle.png")), greyPng()}) { // all of them 128
        m_files.write("tagged.png", withPngChunks(bytes, chunks));
        for (const std::uint8_t value : values8(readPicture(m_files.pathOf("tagged.png"))))
            QVERIFY2(std::abs(value - sample) <= 2, std::to_string(value).c_str());
    }
}

void PictureFormatsTest::readsEveryFormat_data()
{
    QTest::addColumn<std::string>("file");
    QTest::addColumn<int>("tolerance");
    QTest::newRow("AVIF") << fileOf("plain.avif") << 6;
    QTest::newRow("PNG") << fileOf("plain.png") << 0;
    QTest::newRow("EXR") << fileOf("light.exr") << 2;
    QTest::newRow("animated WebP") << fileOf("moving.webp") << 0;
}

void PictureFormatsTest::readsEveryFormat()
{
    QFETCH(const std::string, file);
    QFETCH(const int, tolerance);
    const Picture picture = readPicture(file);
    QVERIFY(picture.size() == kSize);
    QVERIFY(readPictureSize(file) == kSize);
    QVERIFY(largestDifference(values8(picture), plainPixels()) <= tolerance);
}

void PictureFormatsTest::cutsLightOffAtWhite()
{
    std::vector<std::uint8_t> values = values8(readPicture(fileOf("float.tif")));
    // The first pixel is 1.5, -0.2 and 7 there.
    QCOMPARE(std::vector<std::uint8_t>(values.begin(), values.begin() + 3), (std::vector<std::uint8_t>{255, 0, 255}));
    std::vector<std::uint8_t> expected = plainPixels();
    std::copy(values.begin(), values.begin() + 3, expected.begin());
    QVERIFY(largestDifference(values, expected) <= 1);
}

void PictureFormatsTest::tellsOfAnimations_data()
{
    QTest::addColumn<std::string>("file");
    QTest::addColumn<std::string>("expected");
    QTest::newRow("GIF") << fileOf("moving.gif") << fileOf("moving_gif_expected.png");
    QTest::newRow("WebP") << fileOf("moving.webp") << fileOf("plain.png");
}

void PictureFormatsTest::tellsOfAnimations()
{
    QFETCH(const std::string, file);
    QFETCH(const std::string, expected);
    std::vector<std::string> notes;
    QCOMPARE(values8(readPicture(file, &notes)), values8(readPicture(expected)));
    QCOMPARE(notes.size(), std::size_t{1});
    QVERIFY(notes.front().find("animation of 2 pictures") != std::string::npos);
}

void PictureFormatsTest::laysTransparencyOnTheGround_data()
{
    QTest::addColumn<std::string>("file");
    for (const char* name : {"holes.png", "holes.webp", "holes.tif", "holes_premultiplied.tif"})
        QTest::newRow(name) << fileOf(name);
}

void PictureFormatsTest::laysTransparencyOnTheGround()
{
    QFETCH(const std::string, file);
    const Picture picture = readPicture(file);
    QVERIFY(picture.alpha() != nullptr);
    const int tolerance = file.find("premultiplied") == std::string::npos ? 1 : 2; // which was rounded before
    QVERIFY(largestDifference(values8(picture), holesOn(kNeutralGround)) <= tolerance);
    for (const Colour ground : {Colour{0, 0, 0}, Colour{255, 255, 255}, Colour{10, 200, 90}}) {
        const Picture opaque = onGround(picture, ground);
        QVERIFY(opaque.alpha() == nullptr);
        QVERIFY(largestDifference(values8(opaque), holesOn(ground)) <= tolerance + 1);
    }
}

void PictureFormatsTest::carriesTransparencyThrough()
{
    const Picture start = readPicture(fileOf("holes.png"));
    const Picture dream = withTransparencyOf(slopes8({32, 48}), start);
    writePicture(m_files.pathOf("dream.png"), dream);
    const Picture read = readPicture(m_files.pathOf("dream.png"));
    QVERIFY(read.alpha() != nullptr);
    const std::uint8_t* const row = read.alpha() + 48 * 10;
    QCOMPARE(row[2], std::uint8_t{0});
    QCOMPARE(row[24], std::uint8_t{128});
    QCOMPARE(row[45], std::uint8_t{255});
    QCOMPARE(read.pixels8()[3 * (48 * 10 + 45)], slopes8({32, 48}).pixels8()[3 * (48 * 10 + 45)]);
    QVERIFY(withTransparencyOf(slopes8(), slopes8()).alpha() == nullptr);
}

void PictureFormatsTest::opensJpegWithStrayBytes_data()
{
    const std::string clean = m_files.sampleBytes(".jpg");
    const std::string exif = jpegExif(exifBlock(1, false));
    const std::size_t end = clean.size() - 2;
    QTest::addColumn<std::string>("bytes");
    QTest::newRow("zeros before the end") << clean.substr(0, end) + std::string(3, '\0') + clean.substr(end);
    QTest::newRow("a zero between segments") << clean.substr(0, 2) + exif + std::string(1, '\0') + clean.substr(2);
    QTest::newRow("padding with 0xff") << clean.substr(0, 2) + exif + "\xff\xff\xff" + clean.substr(2);
    QTest::newRow("a phone's trailer") << clean + std::string(5000, 'x');
    QTest::newRow("another picture behind it") << clean + clean;
    QTest::newRow("without an end marker") << clean.substr(0, end);
}

void PictureFormatsTest::opensJpegWithStrayBytes()
{
    QFETCH(const std::string, bytes);
    const std::vector<std::uint8_t> expected = values8(readPicture(m_files.pathOf("sample.jpg")));
    QCOMPARE(values8(m_files.readBytes(bytes)), expected);
}

void PictureFormatsTest::readsFilesOfManyPixels()
{
    constexpr PictureSize kLarge{8000, 12000};
    constexpr qint64 kBytes = qint64{6} * 8000 * 12000; // of 16 bits, not compressed
    m_files.write("large.tif", tiffBytes(kLarge, {}, 1, false));
    QVERIFY(QFile::resize(QString::fromStdString(m_files.pathOf("large.tif")), kBytes));
    QVERIFY(readPictureSize(m_files.pathOf("large.tif")) == kLarge);
}

void PictureFormatsTest::refusesWhatMemoryCannotHold()
{
    requireDecodable({1000, 2000}, 100'000'000);
    try {
        requireDecodable({10'000, 20'000}, 1'000'000'000);
        QFAIL("it was not refused");
    } catch (const PictureDamage& damage) {
        QCOMPARE(std::string(damage.what()),
            std::string("decoding its 10000 x 20000 pixels takes about 2288 MiB of memory, but only 953 MiB are free"));
    }
}

void PictureFormatsTest::tagsWhatItWrites_data()
{
    QTest::addColumn<std::string>("ending");
    QTest::addColumn<std::string>("mark");
    QTest::newRow("PNG") << std::string(".png") << std::string("sRGB");
    for (const std::string ending : {".jpg", ".tif", ".webp"})
        QTest::newRow(ending.c_str()) << ending << std::string("acsp"); // of every profile
}

void PictureFormatsTest::tagsWhatItWrites()
{
    QFETCH(const std::string, ending);
    QFETCH(const std::string, mark);
    const std::string bytes = m_files.sampleBytes(ending);
    QVERIFY(bytes.find(mark) != std::string::npos);
    QCOMPARE(m_files.sampleBytes(ending), bytes); // the same from run to run
}

void PictureFormatsTest::keepsTextInEveryFormat_data()
{
    QTest::addColumn<std::string>("ending");
    for (const std::string ending : {".png", ".jpg", ".tif", ".webp"})
        QTest::newRow(ending.c_str()) << ending;
}

void PictureFormatsTest::keepsTextInEveryFormat()
{
    QFETCH(const std::string, ending);
    const PictureText text{{"cnn-vis", "{\n  \"title\": \"<Träume> & mehr\"\n}"}};
    const std::string path = m_files.pathOf("text" + ending);
    writePicture(path, slopes8(), text);
    QCOMPARE(readPictureText(path), text);
    QVERIFY(readPicture(path).size() == slopes8().size());
}

QTEST_GUILESS_MAIN(PictureFormatsTest)
#include "tst_picture_formats.moc"
