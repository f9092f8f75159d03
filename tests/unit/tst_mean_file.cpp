// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "network/caffe/caffe_network.h"
#include "network/caffe/npy_file.h"

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace cnnvis;

namespace {

template <typename Value>
QByteArray bytesOf(const std::vector<Value>& values)
{
    return {reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size() * sizeof(Value))};
}

QByteArray npyWithHeader(const QByteArray& header, const QByteArray& data, char version = 1)
{
    const QByteArray padded = header + QByteArray(20, ' ') + '\n';
    QByteArray length{1, static_cast<char>(padded.size())};
    length += static_cast<char>(padded.size() >> 8U);
    if (version > 1)
        length += QByteArray(2, '\0');
    return "\x93NUMPY" + QByteArray(1, version) + QByteArray(1, '\0') + length + padded + data;
}

QByteArray npy(const QByteArray& type, const QByteArray& shape, const QByteArray& data, char version = 1)
{
    return npyWithHeader("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }", data, version);
}

QByteArray floats()
{
    return bytesOf(std::vector<float>{1.0F, 2.5F, -3.0F, 4.5F, 5.0F, 8.0F});
}
constexpr double kMeanOfFloats = 3.0;

/// A BlobProto of 1 x 1 x 1 x 2 with its two values as floats.
QByteArray binaryProto(const QByteArray& values)
{
    return QByteArray("\x08\x01\x10\x01\x18\x01\x20\x02\x2a", 9) + static_cast<char>(values.size()) + values;
}

} // namespace

class MeanFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsNumbers_data();
    void readsNumbers();
    void readsFiles_data();
    void readsFiles();
    void tellsFormatsByContent();
    void refusesWhatIsNoMean_data();
    void refusesWhatIsNoMean();
    void refusesBadFiles_data();
    void refusesBadFiles();
    void refusesMissingFiles();
    void keepsShapeAndOrder();
    void survivesMutations();

private:
    std::string write(const QByteArray& bytes, const QString& name = QStringLiteral("mean.npy")) const
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush())
            qFatal("cannot write %s", qPrintable(path));
        return path.toStdString();
    }
    static QString problemOf(const std::string& text)
    {
        try {
            caffe::readMean(text);
        } catch (const ModelError& error) {
            return QString::fromUtf8(error.what());
        }
        return {};
    }

    QTemporaryDir m_folder;
};

void MeanFileTest::readsNumbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("mean");
    QTest::newRow("one") << QStringLiteral("117") << 117.0;
    QTest::newRow("zero") << QStringLiteral("0") << 0.0;
    QTest::newRow("fraction") << QStringLiteral("116.5") << 116.5;
    QTest::newRow("negative") << QStringLiteral("-1e2") << -100.0;
    QTest::newRow("three") << QStringLiteral("104,117,124") << 115.0;
    QTest::newRow("spaces") << QStringLiteral(" 104, 117 ,\t124 ") << 115.0;
}

void MeanFileTest::readsNumbers()
{
    QFETCH(QString, text);
    QFETCH(double, mean);
    QCOMPARE(caffe::readMean(text.toStdString()), mean);
}

void MeanFileTest::readsFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<double>("mean");
    QTest::newRow("f4") << npy("<f4", "(3, 1, 2)", floats()) << kMeanOfFloats;
    QTest::newRow("f4 flat") << npy("<f4", "(6,)", floats()) << kMeanOfFloats;
    QTest::newRow("version 2") << npy("<f4", "(3, 2)", floats(), 2) << kMeanOfFloats;
    QTest::newRow("version 3") << npy("<f4", "(3, 2)", floats(), 3) << kMeanOfFloats;
    QTest::newRow("f8") << npy("<f8", "(2,)", bytesOf(std::vector<double>{100.25, 101.0})) << 100.625;
    QTest::newRow("u1") << npy("|u1", "(2, 2)", QByteArray("\xff\x00\x01\x04", 4)) << 65.0;
    QTest::newRow("scalar") << npy("<f8", "()", bytesOf(std::vector<double>{117.0})) << 117.0;
    QTest::newRow("double quotes and another order")
        << npyWithHeader("{\"shape\":(6,),\"fortran_order\":False,\"descr\":\"<f4\"}", floats()) << kMeanOfFloats;
    QTest::newRow("binaryproto") << binaryProto(bytesOf(std::vector<float>{100.0F, 103.0F})) << 101.5;
    const QByteArray doubles = bytesOf(std::vector<double>{100.0, 103.0});
    QTest::newRow("binaryproto of doubles") << QByteArray("\x3a\x03\x0a\x01\x02\x42\x10", 7) + doubles << 101.5;
}

void MeanFileTest::readsFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(double, mean);
    QCOMPARE(caffe::readMean(write(bytes)), mean);
}

void MeanFileTest::tellsFormatsByContent()
{
    const QByteArray blob = binaryProto(bytesOf(std::vector<float>{100.0F, 103.0F}));
    QCOMPARE(caffe::readMean(write(blob, QStringLiteral("a.npy"))), 101.5);
    QCOMPARE(caffe::readMean(write(npy("<f4", "(6,)", floats()), QStringLiteral("a.binaryproto"))), kMeanOfFloats);
}

void MeanFileTest::refusesWhatIsNoMean_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    QTest::newRow("two") << QStringLiteral("104,117") << QStringLiteral("2 numbers");
    QTest::newRow("four") << QStringLiteral("1,2,3,4") << QStringLiteral("4 numbers");
    QTest::newRow("nan") << QStringLiteral("nan") << QStringLiteral("not finite");
    QTest::newRow("infinite") << QStringLiteral("1,inf,2") << QStringLiteral("not finite");
    QTest::newRow("too large") << QStringLiteral("1e999") << QStringLiteral("not finite");
    QTest::newRow("unit") << QStringLiteral("117px") << QStringLiteral("'117px'");
    QTest::newRow("hole") << QStringLiteral("1,,2") << QStringLiteral("'1,,2'");
    QTest::newRow("nothing") << QString() << QStringLiteral("mean image");
}

void MeanFileTest::refusesWhatIsNoMean()
{
    QFETCH(QString, text);
    QFETCH(QString, reason);
    const QString problem = problemOf(text.toStdString());
    QVERIFY2(problem.contains(reason), qPrintable(problem));
}

void MeanFileTest::refusesBadFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const QByteArray& bytes, const char* reason) {
        QTest::newRow(name) << bytes << QString::fromUtf8(reason);
    };
    const QByteArray whole = npy("<f4", "(6,)", floats());
    const QByteArray data = bytesOf(std::vector<float>{1.0F, 2.0F});
    row("truncated", whole.chopped(1), "23 bytes of values where its shape says 24");
    row("too long", whole + '\0', "25 bytes");
    row("magic alone", whole.first(6), "header");
    row("half a header", whole.first(30), "header");
    row("header beyond the end", whole.first(8) + QByteArray("\xff\xff", 2) + whole.mid(10), "header");
    row("version 9", npy("<f4", "(6,)", floats(), 9), "version 9");
    row("big-endian", npy(">f4", "(6,)", floats()), "type that is not supported");
    row("integers", npy("<i4", "(6,)", floats()), "type that is not supported");
    row("objects", npy("|O", "(6,)", floats()), "type that is not supported");
    row("Fortran order", npyWithHeader("{'descr': '<f4', 'fortran_order': True, 'shape': (6,)}", floats()), "Fortran");
    row("records", npyWithHeader("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,)}", floats()),
        "header");
    row("key missing", npyWithHeader("{'descr': '<f4', 'shape': (6,)}", floats()), "header");
    row("key unknown", npyWithHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'x': 1}", floats()),
        "header");
    row("no brace", npyWithHeader("'descr': '<f4', 'fortran_order': False, 'shape': (6,)", floats()), "header");
    row("no end", npyWithHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (6", floats()), "header");
    row("empty array", npy("<f4", "(0,)", {}), "dimension of 0");
    row("negative", npy("<f4", "(-6,)", floats()), "dimension of -6");
    row("huge", npy("<f4", "(100000, 100000, 100000)", floats()), "dimension of 100000");
    row("beyond 64 bits", npy("<f4", "(99999999999999999999,)", floats()), "header");
    row("many dimensions", npy("<f4", '(' + QByteArray("1,").repeated(40) + ')', bytesOf(std::vector<float>{1.0F})),
        "header");
    row("NaN", npy("<f4", "(1,)", bytesOf(std::vector<float>{std::numeric_limits<float>::quiet_NaN()})), "not finite");
    row("text", "a picture's mean", "neither a .npy nor a .binaryproto");
    row("empty", "", "empty");
    row("binaryproto without data", QByteArray("\x08\x01\x10\x01\x18\x01\x20\x02", 8), "neither");
    row("binaryproto truncated", binaryProto(data).chopped(1), "neither");
    row("binaryproto of another length", binaryProto(data + data), "have 4 values");
    row("binaryproto with infinity",
        binaryProto(bytesOf(std::vector<float>{1.0F, std::numeric_limits<float>::infinity()})), "not finite");
}

void MeanFileTest::refusesBadFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const QString problem = problemOf(write(bytes));
    QVERIFY2(problem.contains(reason), qPrintable(problem));
    QVERIFY2(problem.contains(QStringLiteral("mean.npy")), qPrintable(problem));
    QVERIFY2(!problem.contains(QLatin1Char('\n')), qPrintable(problem));
}

void MeanFileTest::refusesMissingFiles()
{
    const QString problem = problemOf(m_folder.filePath(QStringLiteral("missing.npy")).toStdString());
    QVERIFY2(problem.contains(QStringLiteral("missing.npy")), qPrintable(problem));
    QVERIFY(!problemOf(m_folder.path().toStdString()).isEmpty());
}

void MeanFileTest::keepsShapeAndOrder()
{
    const QByteArray bytes = npy("<f4", "(3, 1, 2)", floats());
    const NpyArray array = parseNpy(std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())));
    QCOMPARE(array.shape, (std::vector<std::int64_t>{3, 1, 2}));
    QCOMPARE(array.values, (std::vector<double>{1.0, 2.5, -3.0, 4.5, 5.0, 8.0}));
}

void MeanFileTest::survivesMutations()
{
    const QByteArray files[] = {npy("<f4", "(3, 1, 2)", floats()), npy("<f4", "(6,)", floats(), 2),
        binaryProto(bytesOf(std::vector<float>{100.0F, 103.0F}))};
    std::mt19937_64 random(17);
    int accepted = 0;
    constexpr int kRounds = 20000;
    for (int round = 0; round < kRounds; ++round) {
        QByteArray mutant = files[round % 3];
        for (auto changes = random() % 3 + 1; changes > 0; --changes) {
            const auto place = static_cast<qsizetype>(random() % static_cast<std::uint64_t>(mutant.size()));
            if (random() % 8 == 0)
                mutant.remove(place, 1);
            else
                mutant[place] = static_cast<char>(random());
        }
        if (problemOf(write(mutant)).isEmpty())
            ++accepted;
    }
    QVERIFY(accepted > 0 && accepted < kRounds);
}

QTEST_GUILESS_MAIN(MeanFileTest)
#include "tst_mean_file.moc"
