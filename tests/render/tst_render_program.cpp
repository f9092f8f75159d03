// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/picture_file.h"
#include "cnnvis/settings_text.h"
#include "render_program.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <string>

using namespace cnnvis;

class RenderProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_program.reset(); }

    void savesThePicture();
    void savesInTheFormatOfTheEnding();
    void picturesGrowThroughTheirSizes();
    void savesSnapshotsUnderTheOriginalsNames();
    void printsTheOriginalsStatistics();
    void tellsEveryStepAsJson();
    void writesPixelTraces();
    void pixelTracesKeepSizesApart();
    void picturesMakeThemselvesAgain();
    void equalRunsGiveEqualBytes();
    void pathsMayNameTheEnvironment();
    void worksInAnyLocale();
    void notesWhatMaySurprise();
    void dreamsWithoutAnyFile();
    void progressGoesToStandardErrorInLines();
    void divergedRunsKeepTheLastGoodPicture();
    void failedSnapshotsKeepThePicture();
    void listsLayers();
    void listsPresets();
    void tellsHelpAndVersion();
    void lostOutputIsAFailure();

private:
    PictureSize sizeOf(const char* name) const
    {
        return readPictureSize(m_program->path(QString::fromUtf8(name)).toStdString());
    }

    std::unique_ptr<RenderProgram> m_program;
};

void RenderProgramTest::init()
{
    m_program = std::make_unique<RenderProgram>();
}

void RenderProgramTest::savesThePicture()
{
    const ProgramResult result = m_program->dream(words("--initial_image photo.png"));
    QVERIFY2(result.isNormal && result.exitCode == 0, result.errors.constData());
    QCOMPARE(sizeOf("out.png"), (PictureSize{48, 40}));
    QVERIFY(m_program->read(QStringLiteral("out.png")) != m_program->read(QStringLiteral("photo.png")));
    QCOMPARE(m_program->names().size(), qsizetype{3});
    QCOMPARE(result.output, QByteArray());
}

void RenderProgramTest::savesInTheFormatOfTheEnding()
{
    QCOMPARE(m_program->dream(words("--output_file dream.jpg")).exitCode, 0);
    QVERIFY(m_program->read(QStringLiteral("dream.jpg")).startsWith("\xff\xd8"));
    QCOMPARE(sizeOf("dream.jpg"), (PictureSize{32, 32}));
}

void RenderProgramTest::picturesGrowThroughTheirSizes()
{
    const char* const arguments = "--initial_size 32x40 --final_size 64x80 --num_sizes 3 --resize_type linear "
                                  "--iter_behavior save --output_iter 2";
    QCOMPARE(m_program->dream(words(arguments)).exitCode, 0);
    QCOMPARE(sizeOf("out_1_2.png"), (PictureSize{32, 40}));
    QCOMPARE(sizeOf("out_2_2.png"), (PictureSize{48, 60}));
    QCOMPARE(sizeOf("out_3_2.png"), (PictureSize{64, 80}));
    QCOMPARE(m_program->read(QStringLiteral("out.png")), m_program->read(QStringLiteral("out_3_2.png")));
}

void RenderProgramTest::savesSnapshotsUnderTheOriginalsNames()
{
    QCOMPARE(m_program->dream(words("--num_steps 7 --output_iter 3 --iter_behavior save")).exitCode, 0);
    const QStringList snapshots = m_program->names().filter(QStringLiteral("out_"));
    QCOMPARE(snapshots, (QStringList{QStringLiteral("out_1_3.png"), QStringLiteral("out_1_6.png")}));
}

void RenderProgramTest::printsTheOriginalsStatistics()
{
    const char* const arguments = "--num_steps 4 --output_iter 2 --iter_behavior print --image_type amplify_neuron "
                                  "--target_neuron 7";
    const ProgramResult result = m_program->dream(words(arguments));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QVERIFY2(result.output.startsWith("iteration: 2\n"), result.output.constData());
    QCOMPARE(result.output.count("iteration: "), qsizetype{2});
    for (const char* const name :
        {"iteration: 4\n", "p_loss:", "tv_loss:", "mean p_grad:", "mean p_grad_aux:", "mean tv_grad:", "mean cnn_grad:",
            "step mean, median:", "image mean, std:", "mean step / val:", "mean neuron val:"})
        QVERIFY2(result.output.contains(name), name);
    QVERIFY(!result.output.contains("nan") && !result.output.contains("inf"));
    // Figures that take a pass of their own are there, not zero.
    for (const char* const name : {"p_loss: ", "tv_loss: ", "image mean, std: "}) {
        const QByteArray behind =
            result.output.mid(result.output.indexOf(name) + static_cast<qsizetype>(std::strlen(name)));
        QVERIFY2(behind.trimmed().split('\n').first().split(' ').first().replace(',', "").toDouble() != 0.0,
            behind.left(80).constData());
    }
}

void RenderProgramTest::tellsEveryStepAsJson()
{
    const char* const arguments = "--progress json --num_steps 3 --iter_behavior print --output_iter 1 --num_sizes 2 "
                                  "--initial_size 32x32 --final_size 40x50";
    const ProgramResult result = m_program->dream(words(arguments));
    QCOMPARE(result.exitCode, 0);
    const QList<QByteArray> lines = result.output.trimmed().split('\n');
    QCOMPARE(lines.size(), qsizetype{6});
    for (int i = 0; i < 6; ++i) {
        const nlohmann::json step = nlohmann::json::parse(lines[i].toStdString());
        QCOMPARE(step.at("size").get<int>(), i / 3 + 1);
        QCOMPARE(step.at("step").get<int>(), i % 3 + 1);
        QCOMPARE(step.at("width").get<int>(), i < 3 ? 32 : 50);
        for (const char* const figure : {"mean_cnn_grad", "p_loss", "tv_loss", "image_std"})
            QVERIFY2(step.at(figure).get<double>() > 0.0, figure);
    }
    const nlohmann::json last = nlohmann::json::parse(lines.last().toStdString());
    QCOMPARE(last.at("fraction_done").get<double>(), 1.0);
    QCOMPARE(last.at("seconds_left").get<double>(), 0.0);
}

void RenderProgramTest::writesPixelTraces()
{
    const char* const arguments = "--initial_size 104x204 --num_steps 3 --iter_behavior plot_pix --output_iter 2";
    QCOMPARE(m_program->dream(words(arguments)).exitCode, 0);
    const QList<QByteArray> lines = m_program->read(QStringLiteral("out_pixels.csv")).trimmed().split('\n');
    QCOMPARE(lines.size(), qsizetype{7}); // two of the pixels lie in the picture, in each of three steps
    QCOMPARE(lines[0], QByteArray("size,step,row,column,blue,green,red"));
    QVERIFY2(lines[1].startsWith("1,1,100,100,"), lines[1].constData());
    QVERIFY2(lines[6].startsWith("1,3,100,200,"), lines[6].constData());
}

void RenderProgramTest::pixelTracesKeepSizesApart()
{
    const char* const arguments = "--initial_size 104x204 --final_size 204x210 --num_sizes 2 --num_steps 3 "
                                  "--iter_behavior plot_pix";
    QCOMPARE(m_program->dream(words(arguments)).exitCode, 0);
    const QByteArray table = m_program->read(QStringLiteral("out_pixels.csv"));
    QCOMPARE(table.count("\n1,"), qsizetype{6});
    QCOMPARE(table.count("\n1,3,"), qsizetype{2});
    QCOMPARE(table.count("\n2,1,"), qsizetype{4});
    QCOMPARE(table.count("\n2,2,"), qsizetype{4});
    QCOMPARE(table.count("\n2,3,"), qsizetype{4});
}

void RenderProgramTest::picturesMakeThemselvesAgain()
{
    const char* const arguments = "--initial_image photo.png --alpha 2.5 --num_steps 3 --use_pixel_learning_rates";
    QCOMPARE(m_program->dream(words(arguments)).exitCode, 0);
    const std::string path = m_program->path(QStringLiteral("out.png")).toStdString();
    const std::string json = readPictureText(path).at(kSettingsTextKey);
    RunSettings settings;
    applyChange(settings, presetFromJson(json, path).change);
    QCOMPARE(settings.alpha, 2.5);
    QCOMPARE(settings.numSteps, 3);
    QVERIFY(settings.usePixelLearningRates);
    QCOMPARE(settings.deployTxt, std::string("net.prototxt"));

    QCOMPARE(m_program->run(words("--preset out.png --output_file again.png")).exitCode, 0);
    QCOMPARE(m_program->read(QStringLiteral("again.png")), m_program->read(QStringLiteral("out.png")));
}

void RenderProgramTest::equalRunsGiveEqualBytes()
{
    const QStringList arguments = words("--seed 7 --num_sizes 2 --initial_size 40x40 --final_size 60x60");
    for (const char* const name : {"a.png", "b.png"}) {
        QCOMPARE(m_program->dream(arguments + QStringList{QStringLiteral("--output_file"), QString::fromUtf8(name)})
                     .exitCode,
            0);
    }
    QCOMPARE(m_program->read(QStringLiteral("a.png")), m_program->read(QStringLiteral("b.png")));
    QCOMPARE(m_program->dream(words("--seed 8 --initial_size 60x60 --output_file c.png")).exitCode, 0);
    QVERIFY(m_program->read(QStringLiteral("a.png")) != m_program->read(QStringLiteral("c.png")));
}

void RenderProgramTest::pathsMayNameTheEnvironment()
{
    m_program->environment.insert(QStringLiteral("HERE"), m_program->path(QStringLiteral(".")));
    const char* const arguments =
        "--deploy_txt $HERE/net.prototxt --initial_image ${HERE}/photo.png --output_file $HERE/x.png --output_iter 1 "
        "--iter_behavior save+plot_pix";
    const ProgramResult result = m_program->dream(words(arguments));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    for (const char* const name : {"x.png", "x_1_1.png", "x_pixels.csv"})
        QVERIFY2(m_program->names().contains(QString::fromUtf8(name)), name);
}

void RenderProgramTest::worksInAnyLocale()
{
    const QStringList arguments = words("--alpha 2.5 --iter_behavior print --output_iter 1 --progress none");
    const ProgramResult usual = m_program->dream(arguments);
    QCOMPARE(usual.exitCode, 0);
    for (const char* const name : {"LC_ALL", "LANG", "LC_NUMERIC"})
        m_program->environment.insert(QString::fromUtf8(name), QStringLiteral("de_DE.UTF-8"));
    const ProgramResult german = m_program->dream(arguments);
    QCOMPARE(german.exitCode, 0);
    QCOMPARE(german.output, usual.output);
    QCOMPARE(german.errors, usual.errors);
}

void RenderProgramTest::notesWhatMaySurprise()
{
    const ProgramResult result = m_program->dream(words("--progress none --iter_behavior show --output_iter 1"));
    const QList<QByteArray> lines = result.errors.trimmed().split('\n');
    QCOMPARE(lines.size(), qsizetype{2});
    QVERIFY2(lines[0].startsWith("cnn-vis-render: note: ") && lines[0].contains("random"), lines[0].constData());
    QVERIFY2(lines[1].startsWith("cnn-vis-render: note: ") && lines[1].contains("studio"), lines[1].constData());
}

void RenderProgramTest::dreamsWithoutAnyFile()
{
    // The first preset, made short.
    const ProgramResult result = m_program->run(
        words("--output_file dream.png --initial_size 224x240 --num_sizes 1 --num_steps 1 --progress none"));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QVERIFY2(result.errors.contains("preset 'garden'"), result.errors.constData());
    QCOMPARE(sizeOf("dream.png"), (PictureSize{224, 240}));
    const std::string settings =
        readPictureText(m_program->path(QStringLiteral("dream.png")).toStdString()).at(kSettingsTextKey);
    QVERIFY2(settings.find("$CNNVIS_DATA/pictures/landscape.png") != std::string::npos, settings.c_str());
}

void RenderProgramTest::progressGoesToStandardErrorInLines()
{
    const ProgramResult result = m_program->dream(words("--num_steps 20"));
    QVERIFY2(result.errors.contains("size 1/1 (32x32), step 1/20"), result.errors.constData());
    QVERIFY2(result.errors.contains("size 1/1 (32x32), step 20/20, "), result.errors.constData());
    QVERIFY(!result.errors.contains('\r') && !result.errors.contains('\x1b'));
    QCOMPARE(result.output, QByteArray());
}

void RenderProgramTest::divergedRunsKeepTheLastGoodPicture()
{
    const ProgramResult result = m_program->dream(words("--initial_image photo.png --num_steps 50 --learning_rate 10 "
                                                        "--p_reg 1 --alpha 100 --p_scale 1e-6 --progress none"));
    QVERIFY(result.isNormal);
    QVERIFY2(result.exitCode == 1, result.errors.constData());
    const QList<QByteArray> lines = result.errors.trimmed().split('\n'); // behind the note of the random weights
    QCOMPARE(lines.size(), qsizetype{2});
    for (const char* const part : {"cnn-vis-render: ", "Step 1 of size 1", "--learning_rate", "'out.png'"})
        QVERIFY2(lines[1].contains(part), lines[1].constData());
    QCOMPARE(readPicture(m_program->path(QStringLiteral("out.png")).toStdString()).size(), (PictureSize{48, 40}));
}

void RenderProgramTest::failedSnapshotsKeepThePicture()
{
    const QString blocked = m_program->path(QStringLiteral("out_1_1.png"));
    QVERIFY(QDir().mkdir(blocked));
    const ProgramResult result = m_program->dream(words("--iter_behavior save --output_iter 1 --progress none"));
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("out_1_1.png") && result.errors.contains("'out.png'"), result.errors.constData());
    QCOMPARE(sizeOf("out.png"), (PictureSize{32, 32}));
}

void RenderProgramTest::listsLayers()
{
    const ProgramResult result = m_program->run(words("--list_layers --deploy_txt net.prototxt"));
    QCOMPARE(result.exitCode, 0);
    const QList<QByteArray> lines = result.output.trimmed().split('\n');
    QVERIFY2(lines[0].contains("net.prototxt") && lines[0].contains("32x32"), lines[0].constData());
    QCOMPARE(lines.size(), qsizetype{7});
    QCOMPARE(lines[5].simplified(), QByteArray("conv2 Convolution 8x15x15 2 5x5 yes"));
    QCOMPARE(result.errors, QByteArray());
}

void RenderProgramTest::listsPresets()
{
    const ProgramResult result = m_program->run(words("--list_presets"));
    QCOMPARE(result.exitCode, 0);
    const QList<QByteArray> lines = result.output.trimmed().split('\n');
    QVERIFY(lines.size() >= 16);
    const auto first = std::find_if(lines.begin(), lines.end(),
        [](const QByteArray& line) { return line.simplified().startsWith("example1 Fine filigree A middle layer"); });
    QVERIFY(lines.end() - first > 12);
    QVERIFY2(first[12].simplified().startsWith("example13 Hills of ornament A small part"), first[12].constData());
}

void RenderProgramTest::tellsHelpAndVersion()
{
    const ProgramResult help = m_program->run(words("--help"));
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.output.contains("--learning_rate_decay_fraction, --learning_rate_decay_factor NUMBER"));
    const ProgramResult version = m_program->run(words("--version"));
    QCOMPARE(version.exitCode, 0);
    for (const char* const part : {"cnn-vis-render 0.", "LibTorch ", "oneDNN", "Qt 6.", "thread"})
        QVERIFY2(version.output.contains(part), version.output.constData());
    QCOMPARE(version.output.count('\n'), qsizetype{1});
    QCOMPARE(help.errors + version.errors, QByteArray());
}

void RenderProgramTest::lostOutputIsAFailure()
{
    QProcess process;
    process.setProcessEnvironment(m_program->environment);
    process.setStandardOutputFile(QStringLiteral("/dev/full")); // opened, which replaces nothing
    process.start(RenderProgram::programPath(), words("--list_presets"));
    const ProgramResult result = RenderProgram::finish(process);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("standard output"), result.errors.constData());
}

QTEST_GUILESS_MAIN(RenderProgramTest)
#include "tst_render_program.moc"
