// SPDX-License-Identifier: GPL-3.0-or-later
#include "render_program.h"

#include <QTest>

namespace {

const QByteArray kHtml = "<!DOCTYPE html>\n<html><body>404</body></html>\n";
const QByteArray kLfs = "version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 5\n";
const QByteArray kLayers = "layer { name: 'c' type: 'Convolution' bottom: 'data' top: 'c' convolution_param "
                           "{ num_output: 4 kernel_size: 3 } }\n";
const QByteArray kInput = "input: 'data' input_shape { dim: 1 dim: 3 dim: 32 dim: 32 }\n";

/// The same on every run, and no known format.
QByteArray randomBytes()
{
    QByteArray bytes;
    quint32 state = 12345;
    for (int i = 0; i < 5000; ++i) {
        state = state * 1664525U + 1013904223U;
        bytes.append(static_cast<char>(state >> 24U));
    }
    return bytes;
}

/// A header of NumPy's that announces more than follows.
QByteArray truncatedNpy()
{
    QByteArray header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 256, 256), }";
    header = header.leftJustified(117, ' ') + '\n';
    QByteArray bytes("\x93NUMPY\x01\x00", 8);
    bytes.append(static_cast<char>(header.size()));
    bytes.append('\0');
    return bytes + header + QByteArray(1000, '\0');
}

QByteArray nested(int depth)
{
    return kInput + QByteArray("a { ").repeated(depth) + QByteArray("} ").repeated(depth);
}

} // namespace

class RenderBadInputTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unusableFilesAreRefused_data();
    void unusableFilesAreRefused();
    void unusableNetworksAreRefused_data();
    void unusableNetworksAreRefused();
    void unusableSettingsAreRefused_data();
    void unusableSettingsAreRefused();
    void photosAreNotOverwrittenUnderAnotherName();
    void picturesTooLargeForMemoryAreRefusedWithTheFigure();
    void noNetworkSaysHowToNameOne();
    void aPhotoIsNotOverwritten();
    void listsAreRefusedLikeRuns();

private:
    void verifyRefused(const ProgramResult& result, const QStringList& namesBefore, const QStringList& parts) const;

    RenderProgram m_program;
};

/// One line that says it, exit code 2, and no file that was not there.
void RenderBadInputTest::verifyRefused(
    const ProgramResult& result, const QStringList& namesBefore, const QStringList& parts) const
{
    const QString message = QString::fromUtf8(result.errors);
    QVERIFY2(result.isNormal, result.errors.constData());
    QVERIFY2(result.exitCode == 2, qPrintable(QString::number(result.exitCode) + message));
    QVERIFY2(message.startsWith(QStringLiteral("cnn-vis-render: ")), qPrintable(message));
    QVERIFY2(message.count(QLatin1Char('\n')) == 1 && message.endsWith(QLatin1Char('\n')), qPrintable(message));
    for (const QString& part : parts)
        QVERIFY2(message.contains(part), qPrintable(message));
    QCOMPARE(result.output, QByteArray());
    QCOMPARE(m_program.names(), namesBefore);
}

void RenderBadInputTest::unusableFilesAreRefused_data()
{
    QTest::addColumn<QString>("flag");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const QByteArray png = m_program.read(QStringLiteral("photo.png"));
    const QByteArray prototxt = m_program.read(QStringLiteral("net.prototxt"));
    // Field 100, a layer of 5000 bytes, of which five follow.
    const QByteArray truncatedModel("\xa2\x06\x88\x27\x0a\x03\x61\x62\x63", 9);
    const auto row = [](const char* flag, const char* what, const QByteArray& bytes, const QString& reason) {
        QTest::addRow("%s: %s", flag, what) << QString::fromLatin1(flag) << bytes << reason;
    };
    for (const char* const flag : {"deploy_txt", "caffe_model", "mean_image", "initial_image"}) {
        row(flag, "random", randomBytes(), QString());
        row(flag, "empty", QByteArray(), QStringLiteral("empty"));
        row(flag, "HTML", kHtml, QStringLiteral("HTML page"));
        row(flag, "LFS pointer", kLfs, QStringLiteral("git lfs pull"));
    }
    row("deploy_txt", "truncated", prototxt.left(prototxt.size() / 2), QString());
    row("caffe_model", "truncated", truncatedModel, QString());
    row("mean_image", "truncated", truncatedNpy(), QString());
    row("initial_image", "truncated", png.left(png.size() / 2), QString());
}

void RenderBadInputTest::unusableFilesAreRefused()
{
    QFETCH(const QString, flag);
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, reason);
    m_program.write(QStringLiteral("bad-file"), bytes);
    const QStringList before = m_program.names();
    const ProgramResult result =
        m_program.dream({QStringLiteral("--") + flag, QStringLiteral("bad-file"), QStringLiteral("--progress=json")});
    verifyRefused(result, before, {QStringLiteral("bad-file"), reason});
}

void RenderBadInputTest::unusableNetworksAreRefused_data()
{
    QTest::addColumn<QByteArray>("prototxt");
    QTest::addColumn<QString>("reason");
    QTest::newRow("nested deep") << nested(20000) << QString();
    QTest::newRow("too many outputs") << kInput + QByteArray(kLayers).replace("num_output: 4", "num_output: 2147483647")
                                      << QStringLiteral("'c'");
    QTest::newRow("too large an input") << QByteArray(kInput).replace("dim: 32", "dim: 100000000") + kLayers
                                        << QStringLiteral("100000000");
    QTest::newRow("absurd window") << kInput
            + QByteArray("layer { name: 'c' type: 'Pooling' bottom: 'data' top: 'c' pooling_param { kernel_h: 16000000 "
                         "kernel_w: 1 stride_h: 16000000 stride_w: 1 pad_h: 15999999 pad_w: 0 } }")
                                   << QStringLiteral("16000000");
    QTest::newRow("no layers") << kInput << QString();
    QTest::newRow("missing bottom") << kInput + QByteArray(kLayers).replace("'data' top", "'dota' top")
                                    << QStringLiteral("dota");
}

void RenderBadInputTest::unusableNetworksAreRefused()
{
    QFETCH(const QByteArray, prototxt);
    QFETCH(const QString, reason);
    m_program.write(QStringLiteral("bad-file"), prototxt);
    const QStringList before = m_program.names();
    const ProgramResult result = m_program.dream(
        {QStringLiteral("--deploy_txt=bad-file"), QStringLiteral("--target_layer=c"), QStringLiteral("--num_steps=1")});
    verifyRefused(result, before, {QStringLiteral("bad-file"), reason});
}

void RenderBadInputTest::unusableSettingsAreRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* arguments, const char* part) {
        QTest::newRow(arguments) << QString::fromUtf8(arguments).split(QLatin1Char(' ')) << QString::fromUtf8(part);
    };
    row("--lerning_rate 5", "the nearest is --learning_rate");
    row("--target_layer conv3", "the nearest is 'conv");
    row("--image_type amplify_neuron --target_neuron 8", "--target_neuron");
    row("--initial_size 0x40", "--initial_size is '0x40'");
    row("--initial_size -40x40", "--initial_size is '-40x40'");
    row("--initial_size nanxnan", "--initial_size is 'nanxnan'");
    row("--initial_size xnan", "--initial_size is 'xnan'");
    row("--initial_size x0", "--initial_size is 'x0'");
    row("--initial_size xinf", "--initial_size is 'xinf'");
    row("--initial_size 31x40", "31x40");
    row("--initial_size 40x31", "40x31");
    row("--num_sizes 2 --initial_size 40x40 --final_size 40x31", "40x31");
    row("--num_sizes 3 --initial_size 40x40 --final_size 31x90", "31x90");
    row("--initial_image photo.png --initial_size 24x20", "24x20");
    row("--alpha nan", "--alpha is 'nan'");
    row("--learning_rate inf", "--learning_rate is 'inf'");
    row("--tv_reg -inf", "--tv_reg is '-inf'");
    row("--p_reg 1e999", "--p_reg is '1e999'");
    row("--num_steps 0", "--num_steps is 0");
    row("--num_steps 1e30", "--num_steps is '1e30'");
    row("--output_file missing/out.png", "missing");
    row("--output_file .", "'.'");
    row("--output_file out", "ending");
    row("--output_file out.xyz", ".xyz");
    row("--output_file /proc/out.png", "/proc/out.png");
    row("--iter_behavior plot_pix --output_file /proc/out.png", "/proc/out.png");
    row("--deploy_txt missing.prototxt", "missing.prototxt");
    row("--caffe_model missing.caffemodel", "missing.caffemodel");
    row("--mean_image missing.npy", "missing.npy");
    row("--initial_image missing.jpg", "missing.jpg");
    row("--initial_image .", "'.'");
    row("--preset missing", "'missing'");
    row("--preset photo.png", "has no settings");
    row("--gpu 1023", "gpu");
    row("--mean_image 1e300", "between 0 and 255");
    row("--initial_size 32x70000 --output_file out.jpg", "65500");
    row("--initial_size 32x20000 --output_file out.webp", "16383");
    row("--initial_image photo.png --output_file ./photo.png", "start image");
    row("--initial_image a_1_20.png --output_file a.png --iter_behavior save --output_iter 1", "numbered pictures");
}

void RenderBadInputTest::unusableSettingsAreRefused()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, part);
    const QStringList before = m_program.names();
    verifyRefused(m_program.dream(arguments), before, {part});
}

void RenderBadInputTest::photosAreNotOverwrittenUnderAnotherName()
{
    const QString photo = m_program.path(QStringLiteral("photo.png"));
    QVERIFY(QFile::link(photo, m_program.path(QStringLiteral("link.png"))));
    const QStringList before = m_program.names();
    const QByteArray bytes = m_program.read(QStringLiteral("photo.png"));
    verifyRefused(
        m_program.dream({QStringLiteral("--initial_image=photo.png"), QStringLiteral("--output_file=link.png")}),
        before, {QStringLiteral("start image")});
    QCOMPARE(m_program.read(QStringLiteral("photo.png")), bytes);
}

void RenderBadInputTest::picturesTooLargeForMemoryAreRefusedWithTheFigure()
{
    const QStringList before = m_program.names();
    const ProgramResult result = m_program.dream({QStringLiteral("--initial_size=900000x900000")});
    verifyRefused(result, before, {QStringLiteral("B"), QStringLiteral("memory")});
    QVERIFY2(result.errors.contains("GiB") || result.errors.contains("TiB") || result.errors.contains("GB"),
        result.errors.constData());
}

void RenderBadInputTest::noNetworkSaysHowToNameOne()
{
    const QStringList before = m_program.names();
    verifyRefused(m_program.run({QStringLiteral("--preset=example1"), QStringLiteral("--model=nowhere")}), before,
        {QStringLiteral("--model"), QStringLiteral("nowhere"), QStringLiteral("folder")});
}

void RenderBadInputTest::aPhotoIsNotOverwritten()
{
    const QByteArray photo = m_program.read(QStringLiteral("photo.png"));
    const QStringList before = m_program.names();
    verifyRefused(
        m_program.dream({QStringLiteral("--initial_image=photo.png"), QStringLiteral("--output_file=photo.png")}),
        before, {QStringLiteral("--output_file")});
    QCOMPARE(m_program.read(QStringLiteral("photo.png")), photo);
}

void RenderBadInputTest::listsAreRefusedLikeRuns()
{
    const QStringList before = m_program.names();
    verifyRefused(m_program.run({QStringLiteral("--list_layers"), QStringLiteral("--deploy_txt=photo.png")}), before,
        {QStringLiteral("photo.png")});
}

QTEST_GUILESS_MAIN(RenderBadInputTest)
#include "tst_render_bad_input.moc"
