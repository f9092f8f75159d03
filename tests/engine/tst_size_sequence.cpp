// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/size_sequence.h"

#include "support/errors.h"

#include <QTest>

#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

Q_DECLARE_METATYPE(PictureSize)

namespace {

RunSettings sizes(const char* initial, const char* final, int count, ResizeType type = ResizeType::Geometric)
{
    RunSettings settings;
    settings.initialSize = initial;
    settings.finalSize = final;
    settings.numSizes = count;
    settings.resizeType = type;
    return settings;
}

QString textOf(const SizeSequence& sequence)
{
    QStringList texts;
    for (const PictureSize& size : sequence.sizes)
        texts.push_back(QStringLiteral("%1x%2").arg(size.height).arg(size.width));
    return texts.join(QLatin1Char(' '));
}

constexpr PictureSize kBase{300, 534};

} // namespace

class SizeSequenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spacesAsTheOriginal_data();
    void spacesAsTheOriginal();
    void refusesByTheKey_data();
    void refusesByTheKey();
    void ignoresTheLastSizeWhereThereIsOne();
    void raisesPartsOfThePhoto_data();
    void raisesPartsOfThePhoto();
};

void SizeSequenceTest::spacesAsTheOriginal_data()
{
    QTest::addColumn<RunSettings>("settings");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const RunSettings& settings, const char* expected) {
        QTest::newRow(name) << settings << QString::fromLatin1(expected);
    };
    constexpr auto kLinear = ResizeType::Linear;
    row("unset", sizes("", "", 1), "300x534");
    row("unset, three times", sizes("", "", 3), "300x534 300x534 300x534");
    row("one uses the first alone", sizes("224x250", "1000x1000", 1), "224x250");
    row("two are both", sizes("224x250", "1000x1000", 2), "224x250 1000x1000");
    row("factor", sizes("x0.5", "", 1), "150x267");
    row("plain factor", sizes("0.5", "", 1), "150x267");
    row("percentage", sizes("50%", "", 1), "150x267");
    row("short side", sizes("short640", "", 1), "640x1139"); // 1139.2
    row("long side", sizes("long1600", "", 1), "899x1600"); // 898.9
    row("both", sizes("short150", "long1068", 2), "150x267 600x1068");
    row("factor truncated", sizes("x0.999", "", 1), "299x533");
    row("factors", sizes("x1", "x0.8", 3), "300x534 268x478 240x427");
    row("unset last", sizes("150x267", "", 2), "150x267 300x534");
    row("geometric", sizes("224x224", "1000x1500", 5), "224x224 326x360 473x580 688x932 1000x1500");
    row("geometric, one side shrinks", sizes("100x200", "400x100", 3), "100x200 200x141 400x100");
    row("geometric is not linear", sizes("10x11", "1000x14", 3), "10x11 100x12 1000x14");
    row("linear", sizes("10x20", "1000x40", 3, kLinear), "10x20 505x30 1000x40");
    // 12.5 and 12.5; 101.5 and 103.5: half to even.
    row("linear, halves to even", sizes("10x11", "15x14", 3, kLinear), "10x11 12x12 15x14");
    row("linear, five", sizes("100x100", "103x107", 5, kLinear), "100x100 101x102 102x104 102x105 103x107");
}

void SizeSequenceTest::spacesAsTheOriginal()
{
    QFETCH(RunSettings, settings);
    QFETCH(QString, expected);
    QCOMPARE(textOf(sizeSequence(settings, kBase)), expected);
}

void SizeSequenceTest::refusesByTheKey_data()
{
    QTest::addColumn<RunSettings>("settings");
    QTest::addColumn<QString>("key");
    const auto row = [](const char* name, const RunSettings& settings, const char* key) {
        QTest::newRow(name) << settings << QString::fromLatin1(key);
    };
    row("no size", sizes("large", "", 1), "initial_size");
    row("no last size", sizes("", "10x", 2), "final_size");
    row("factor to a giant", sizes("", "x10000", 2), "final_size");
    row("factor far beyond int", sizes("x1e300", "", 1), "initial_size");
}

void SizeSequenceTest::refusesByTheKey()
{
    QFETCH(RunSettings, settings);
    QFETCH(QString, key);
    QCOMPARE(refusedKey([&] { sizeSequence(settings, kBase); }), key);
}

void SizeSequenceTest::ignoresTheLastSizeWhereThereIsOne()
{
    QCOMPARE(textOf(sizeSequence(sizes("x2", "x10000", 1), {10, 20})), QStringLiteral("20x40"));
}

void SizeSequenceTest::raisesPartsOfThePhoto_data()
{
    QTest::addColumn<RunSettings>("settings");
    QTest::addColumn<PictureSize>("photo");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("raised");
    const auto row = [](const char* name, const RunSettings& settings, PictureSize photo, const char* expected,
                         const char* raised) {
        QTest::newRow(name) << settings << photo << QString::fromLatin1(expected) << QString::fromLatin1(raised);
    };
    row("factor", sizes("x0.35", "x1", 2), {360, 480}, "224x299 360x480", "initial_size 125x168");
    row("upright", sizes("x0.35", "", 1), {500, 300}, "374x224", "initial_size 175x105");
    row("to nothing", sizes("x0.001", "", 1), {500, 300}, "374x224", "initial_size 0x0");
    row("a long side that leaves a panorama too low", sizes("long1280", "", 1), {500, 4000}, "224x1792",
        "initial_size 160x1280");
    row("both", sizes("short100", "x1", 2), {200, 200}, "224x224 224x224", "initial_size 100x100 final_size 200x200");
    row("both, and grows as it was to", sizes("x0.12", "x0.25", 2), {533, 800}, "224x337 473x711",
        "initial_size 63x96 final_size 133x200");
    row("both, and grows to the photo at most", sizes("x0.001", "x0.25", 2), {533, 800}, "224x337 533x802",
        "initial_size 0x0 final_size 133x200");
    row("the photo itself", sizes("", "", 1), {200, 400}, "224x448", "initial_size 200x400");
    row("large enough", sizes("short224", "", 1), {3000, 4000}, "224x299", "");
    row("pixels are not raised", sizes("100x100", "", 1), {3000, 4000}, "100x100", "");
}

void SizeSequenceTest::raisesPartsOfThePhoto()
{
    QFETCH(RunSettings, settings);
    QFETCH(PictureSize, photo);
    QFETCH(QString, expected);
    QFETCH(QString, raised);
    const SizeSequence sequence = sizeSequence(settings, photo, {224, 224});
    QCOMPARE(textOf(sequence), expected);
    QStringList texts;
    for (const RaisedSize& size : sequence.raised)
        texts.push_back(QStringLiteral("%1 %2x%3")
                            .arg(QString::fromStdString(size.key))
                            .arg(size.asked.height)
                            .arg(size.asked.width));
    QCOMPARE(texts.join(QLatin1Char(' ')), raised);
}

QTEST_GUILESS_MAIN(SizeSequenceTest)
#include "tst_size_sequence.moc"
