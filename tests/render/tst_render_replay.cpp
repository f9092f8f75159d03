// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture_file.h"
#include "render_program.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <memory>

using namespace cnnvis;

/// `--replay` in the built program.
class RenderReplayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_program = std::make_unique<RenderProgram>(); }
    void makesTheSameBytes_data();
    void makesTheSameBytes();
    void makesASnapshotAgain();
    void flagsWin();
    void findsAPhotoThatHasMoved_data();
    void findsAPhotoThatHasMoved();
    void saysThatThePhotoIsAnother();
    void refusesWhatItCannotReplay_data();
    void refusesWhatItCannotReplay();
    void findsTheNetworkByItsContent();

private:
    /// A recipe with knobs that are turned, dreamt to out.png.
    void dreamWithTurnedKnobs(const QStringList& arguments = {}) const;
    DreamRecipe recipeOf(const QString& name) const
    {
        const std::string path = m_program->path(name).toStdString();
        return recipeFromJson(*recipeAmong(readPictureText(path)), path);
    }
    void requireReplay(const QString& name, const QStringList& arguments = {}) const
    {
        const ProgramResult result = m_program->run(
            QStringList{QStringLiteral("--replay"), name, QStringLiteral("--output_file"), QStringLiteral("again.png")}
            + arguments);
        QVERIFY2(result.exitCode == 0, result.errors.constData());
        QCOMPARE(m_program->read(QStringLiteral("again.png")).size(), m_program->read(name).size());
        QVERIFY(m_program->read(QStringLiteral("again.png")) == m_program->read(name));
    }

    std::unique_ptr<RenderProgram> m_program;
};

void RenderReplayTest::dreamWithTurnedKnobs(const QStringList& arguments) const
{
    m_program->write(QStringLiteral("recipe.json"), R"({"recipe": 1, "settings": {"deploy_txt": "net.prototxt",
        "target_layer": "conv2", "initial_image": "photo.png", "num_sizes": 2, "num_steps": 6, "final_size": "x1.2",
        "iter_behavior": "save", "output_iter": 4},
        "changes": [{"size": 1, "after_step": 2, "settings": {"learning_rate": 9, "tv_reg": 0.1}},
                    {"size": 2, "after_step": 3, "settings": {"num_steps": 7, "alpha": 3}}]})");
    const ProgramResult result = m_program->run(words("--replay recipe.json") + arguments);
    QVERIFY2(result.exitCode == 0, result.errors.constData());
}

void RenderReplayTest::makesTheSameBytes_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::newRow("as it is") << QString();
    QTest::newRow("half precision") << QStringLiteral("--precision bf16");
    QTest::newRow("the original's sums") << QStringLiteral("--arithmetic original");
    QTest::newRow("even tiles") << QStringLiteral("--tiling even");
}

void RenderReplayTest::makesTheSameBytes()
{
    QFETCH(QString, arguments);
    dreamWithTurnedKnobs(words(arguments.toUtf8().constData()));
    QCOMPARE(recipeOf(QStringLiteral("out.png")).changes.size(), std::size_t{2});
    QCOMPARE(recipeOf(QStringLiteral("out.png")).settingsAtEnd().alpha, 3.0);
    requireReplay(QStringLiteral("out.png"));
}

void RenderReplayTest::makesASnapshotAgain()
{
    dreamWithTurnedKnobs();
    requireReplay(QStringLiteral("out_1_4.png"));
    requireReplay(QStringLiteral("out_2_4.png"));
}

void RenderReplayTest::flagsWin()
{
    dreamWithTurnedKnobs();
    const ProgramResult result = m_program->run(
        words("--replay out.png --output_file far.png --learning_rate 2 --num_steps 12 --final_size x2"));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    const DreamRecipe far = recipeOf(QStringLiteral("far.png"));
    QCOMPARE(far.settingsAtEnd().learningRate, 2.0);
    QCOMPARE(far.settingsAtEnd().tvReg, 0.1);
    QCOMPARE(far.changes[0].after.steps, 4); // 2 of 6
    QCOMPARE(*far.end, (RunPosition{1, 12}));
    QCOMPARE(readPictureSize(m_program->path(QStringLiteral("far.png")).toStdString()), (PictureSize{96, 80}));
}

void RenderReplayTest::findsAPhotoThatHasMoved_data()
{
    QTest::addColumn<QString>("photo"); // where it is now
    QTest::newRow("renamed, where the program runs") << QStringLiteral("holiday.png");
    QTest::newRow("beside the dream") << QStringLiteral("dreams/photo.png");
    QTest::newRow("renamed, beside the dream") << QStringLiteral("dreams/holiday.png");
}

void RenderReplayTest::findsAPhotoThatHasMoved()
{
    QFETCH(QString, photo);
    dreamWithTurnedKnobs();
    QDir(m_program->path(QString())).mkpath(QStringLiteral("dreams"));
    QVERIFY(QFile::rename(m_program->path(QStringLiteral("photo.png")), m_program->path(photo)));
    QVERIFY(
        QFile::rename(m_program->path(QStringLiteral("out.png")), m_program->path(QStringLiteral("dreams/dream.png"))));
    const ProgramResult result = m_program->run(words("--replay dreams/dream.png --output_file again.png"));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QVERIFY2(!result.errors.contains("another"), result.errors.constData());
    // The path is part of the settings; the pixels are the same.
    const Picture again = readPicture(m_program->path(QStringLiteral("again.png")).toStdString());
    const Picture before = readPicture(m_program->path(QStringLiteral("dreams/dream.png")).toStdString());
    QCOMPARE(again.size(), before.size());
    QVERIFY(std::equal(
        again.pixels8(), again.pixels8() + std::ptrdiff_t{3} * again.height() * again.width(), before.pixels8()));
}

void RenderReplayTest::saysThatThePhotoIsAnother()
{
    dreamWithTurnedKnobs();
    writePicture(m_program->path(QStringLiteral("photo.png")).toStdString(),
        Picture({40, 48}, std::vector<std::uint8_t>(std::size_t{3} * 40 * 48, 77)));
    const ProgramResult result = m_program->run(words("--replay out.png --output_file again.png"));
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.errors.contains("the start image is another than the recipe's"), result.errors.constData());
}

void RenderReplayTest::refusesWhatItCannotReplay_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("words"); // that the message has
    const auto row = [](const char* name, const char* arguments, const char* words) {
        QTest::newRow(name) << QString::fromUtf8(arguments) << QString::fromUtf8(words);
    };
    row("a photo", "--replay photo.png", "has no settings in it");
    row("no file", "--replay none.png", "There is no file 'none.png'");
    row("a preset beside it", "--replay out.png --preset garden", "--preset and --replay");
    row("a missing photo", "--replay gone.json", "name it with --initial_image");
    row("pixels that came in no file", "--replay pasted.json", "name it with --initial_image");
    row("a missing network", "--replay elsewhere.json", "name its folder with --model");
    row("a flag that does not fit", "--replay out.png --num_steps -3", "num_steps");
}

void RenderReplayTest::refusesWhatItCannotReplay()
{
    QFETCH(QString, arguments);
    QFETCH(QString, words);
    dreamWithTurnedKnobs();
    const QByteArray digest(64, 'a');
    m_program->write(QStringLiteral("gone.json"), R"({"recipe": 1, "settings": {"initial_image": "/nowhere/a.jpg"}})");
    m_program->write(QStringLiteral("pasted.json"),
        R"({"recipe": 1, "start_pixels": {"height": 4, "width": 4, "sha256": ")" + digest + "\"}}");
    m_program->write(QStringLiteral("elsewhere.json"), R"({"recipe": 1, "settings": {"model": "/nowhere/net"}})");
    const ProgramResult result =
        m_program->run(::words((arguments + QStringLiteral(" --output_file bad.png")).toUtf8().constData()));
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.errors.contains(words.toUtf8()), result.errors.constData());
    QVERIFY(!m_program->names().contains(QStringLiteral("bad.png")));
}

void RenderReplayTest::findsTheNetworkByItsContent()
{
    QDir folder(m_program->path(QString()));
    folder.mkpath(QStringLiteral("first"));
    // No layer of it has weights.
    m_program->write(QStringLiteral("first/deploy.prototxt"),
        "input: 'data' input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8 layer { name: 'pool' type: 'Pooling' "
        "bottom: 'data' top: 'pool' pooling_param { kernel_size: 2 stride: 2 } }");
    // One layer, named "x", and nothing in it.
    m_program->write(QStringLiteral("first/net.caffemodel"), QByteArray("\xA2\x06\x03\x0A\x01x"));
    const ProgramResult result = m_program->run(words("--model first --target_layer pool --initial_size 12x12 "
                                                      "--num_steps 2 --iter_behavior= --output_file out.png"));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QVERIFY(folder.rename(QStringLiteral("first"), QStringLiteral("second")));
    const ProgramResult again = m_program->run(words("--replay out.png --output_file again.png"));
    QVERIFY2(again.exitCode == 0, again.errors.constData());
    QCOMPARE(recipeOf(QStringLiteral("again.png")).settings.model, std::string("./second"));
}

QTEST_GUILESS_MAIN(RenderReplayTest)
#include "tst_render_replay.moc"
