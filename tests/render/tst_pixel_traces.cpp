// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "pixel_traces.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <sys/resource.h>

using namespace cnnvis;
using namespace cnnvis::render;

namespace {

const std::string kHeader = "size,step,row,column,blue,green,red\n";

using PixelReader = std::function<std::optional<std::array<double, 3>>(int row, int column)>;

/// Adds what a session samples of a picture. @param size  from 1.
void record(PixelTraces& traces, int size, int step, const PixelReader& pixelAt)
{
    std::vector<PixelSample> samples;
    for (const TracedPixel& pixel : PixelTraces::pixels(size - 1)) {
        if (const auto value = pixelAt(pixel.row, pixel.column))
            samples.push_back({pixel, step, *value});
    }
    traces.add(samples);
}

/// A square picture whose pixels tell where they are.
PixelReader squareOf(int side)
{
    return [side](int row, int column) -> std::optional<std::array<double, 3>> {
        if (row >= side || column >= side)
            return std::nullopt;
        return std::array<double, 3>{static_cast<double>(row), static_cast<double>(-column), 0.1};
    };
}

std::string bytesAt(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : "(cannot be opened)";
}

/// The message of the refusal to write there, or nothing.
std::string refusal(const PixelTraces& traces, const QString& path)
{
    try {
        traces.write(path.toStdString());
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class PixelTracesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recordsTheOriginalsPixels();
    void leavesOutPixelsOutsideThePicture();
    void keepsEveryBitOfAValue();
    void writesTheWholeTable();
    void keepsTheOldTableWhenWritingFails();
    void saysWhereItCannotWrite();
    void leavesNothingBehindWhenItFindsOut();

private:
    QTemporaryDir m_folder;
};

void PixelTracesTest::recordsTheOriginalsPixels()
{
    PixelTraces traces;
    record(traces, 2, 7, squareOf(201));
    QCOMPARE(traces.csv(),
        kHeader + "2,7,100,100,100,-100,0.1\n2,7,200,200,200,-200,0.1\n2,7,100,200,100,-200,0.1\n"
            + "2,7,200,100,200,-100,0.1\n");
}

void PixelTracesTest::leavesOutPixelsOutsideThePicture()
{
    PixelTraces traces;
    record(traces, 1, 1, squareOf(100));
    QCOMPARE(traces.csv(), kHeader);
    record(traces, 1, 2, squareOf(200));
    QCOMPARE(traces.csv(), kHeader + "1,2,100,100,100,-100,0.1\n");
}

void PixelTracesTest::keepsEveryBitOfAValue()
{
    PixelTraces traces;
    const double infinity = std::numeric_limits<double>::infinity();
    record(traces, 1, 1, [&](int row, int column) -> std::optional<std::array<double, 3>> {
        if (row != 100 || column != 100)
            return std::nullopt;
        return std::array<double, 3>{0.1 + 0.2, 1e-30, -infinity};
    });
    QCOMPARE(traces.csv(), kHeader + "1,1,100,100,0.30000000000000004,1e-30,-inf\n");
}

void PixelTracesTest::writesTheWholeTable()
{
    const QString path = m_folder.filePath(QStringLiteral("grün_pixels.csv"));
    PixelTraces traces;
    for (int step = 1; step <= 3; ++step) {
        record(traces, 1, step, squareOf(300));
        QCOMPARE(refusal(traces, path), std::string());
        QCOMPARE(bytesAt(path), traces.csv());
    }
}

void PixelTracesTest::keepsTheOldTableWhenWritingFails()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("pixels.csv"));
    PixelTraces traces;
    QCOMPARE(refusal(traces, path), std::string());
    for (int step = 1; step <= 1000; ++step)
        record(traces, 1, step, squareOf(300));

    // A limit of the file's size stands for a full disk.
    void (*const handler)(int) = std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit limit = before;
    limit.rlim_cur = 10000;
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    const std::string message = refusal(traces, path);
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);

    QVERIFY2(message.find("Cannot write the pixel traces '" + path.toStdString() + "': ") == 0, message.c_str());
    QCOMPARE(bytesAt(path), kHeader);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), qsizetype{1});
}

void PixelTracesTest::saysWhereItCannotWrite()
{
    const QString path = m_folder.filePath(QStringLiteral("missing/pixels.csv"));
    const std::string message = refusal(PixelTraces(), path);
    QVERIFY2(message.find(path.toStdString()) != std::string::npos, message.c_str());
    QVERIFY_THROWS_EXCEPTION(Error, PixelTraces::checkWritable(path.toStdString()));
    QVERIFY_THROWS_EXCEPTION(Error, PixelTraces::checkWritable(m_folder.path().toStdString()));
}

void PixelTracesTest::leavesNothingBehindWhenItFindsOut()
{
    const QTemporaryDir folder;
    PixelTraces::checkWritable(folder.filePath(QStringLiteral("pixels.csv")).toStdString());
    QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

QTEST_GUILESS_MAIN(PixelTracesTest)
#include "tst_pixel_traces.moc"
