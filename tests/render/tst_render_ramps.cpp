// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture_file.h"
#include "render_program.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <memory>
#include <random>

using namespace cnnvis;

namespace {

constexpr const char* kFalling = R"({"recipe": 1, "title": "Falling", "settings": {"deploy_txt": "net.prototxt",
    "target_layer": "conv2", "initial_image": "photo.png", "num_sizes": 2, "num_steps": 5, "learning_rate": 3},
    "ramps": [{"setting": "learning_rate", "from": 10000, "to": 1},
              {"setting": "alpha", "from": 2, "to": 6, "size": 2, "begin": 0.2, "shape": "eased"}]})";

/// The rates of the steps that were told.
std::vector<double> ratesIn(const QByteArray& output)
{
    std::vector<double> rates;
    for (const QByteArray& line : output.split('\n')) {
        const auto told = nlohmann::json::parse(line.constData(), nullptr, false);
        if (told.is_object() && told.contains("learning_rate"))
            rates.push_back(told["learning_rate"].get<double>());
    }
    return rates;
}

} // namespace

/// Settings that turn by themselves, in the built program.
class RenderRampsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_program = std::make_unique<RenderProgram>();
        m_program->write(QStringLiteral("falling.json"), kFalling);
    }
    void presetsPlayThem();
    void flagsTakeTheirPlace();
    void picturesAreMadeAgain();
    void fitOtherNumbersOfSteps();
    void killedRunsMakeTheSameBytes();

private:
    ProgramResult good(const QString& arguments) const
    {
        ProgramResult result = m_program->run(words(arguments));
        if (result.exitCode != 0)
            qWarning() << result.errors;
        return result;
    }
    DreamRecipe recipeOf(const char* name) const
    {
        const std::string path = m_program->path(QString::fromUtf8(name)).toStdString();
        return recipeFromJson(*recipeAmong(readPictureText(path)), path);
    }
    bool areSame(const char* one, const char* other) const
    {
        const QByteArray bytes = m_program->read(QString::fromUtf8(one));
        return !bytes.isEmpty() && bytes == m_program->read(QString::fromUtf8(other));
    }

    std::unique_ptr<RenderProgram> m_program;
};

void RenderRampsTest::presetsPlayThem()
{
    const ProgramResult result = good(QStringLiteral("--preset falling.json --progress json --output_file out.png"));
    QCOMPARE(ratesIn(result.output), (std::vector<double>{10000, 1000, 100, 10, 1, 10000, 1000, 100, 10, 1}));
    const DreamRecipe recipe = recipeOf("out.png");
    QCOMPARE(recipe.ramps.size(), std::size_t{2});
    QVERIFY(recipe.changes.empty() && recipe.unknown.empty());
}

void RenderRampsTest::flagsTakeTheirPlace()
{
    const ProgramResult result =
        good(QStringLiteral("--preset falling.json --progress json --learning_rate 4 --output_file out.png"));
    QCOMPARE(ratesIn(result.output), std::vector<double>(10, 4.0));
    QCOMPARE(recipeOf("out.png").ramps.size(), std::size_t{1});
}

void RenderRampsTest::picturesAreMadeAgain()
{
    good(QStringLiteral("--preset falling.json --progress none --output_file out.png"));
    good(QStringLiteral("--replay out.png --progress none --output_file again.png"));
    QVERIFY(areSame("out.png", "again.png"));
    good(QStringLiteral("--replay falling.json --progress none --output_file third.png"));
    QVERIFY(m_program->read(QStringLiteral("third.png")).size() > 0);
    QCOMPARE(recipeOf("third.png").ramps, recipeOf("out.png").ramps);
}

void RenderRampsTest::fitOtherNumbersOfSteps()
{
    const ProgramResult result =
        good(QStringLiteral("--replay falling.json --progress json --num_steps 3 --output_file out.png"));
    QCOMPARE(ratesIn(result.output), (std::vector<double>{10000, 100, 1, 10000, 100, 1}));
}

void RenderRampsTest::killedRunsMakeTheSameBytes()
{
    const QString run = QStringLiteral("--preset falling.json --initial_size 200x167 --final_size 300x250 "
                                       "--num_steps 60 --learning_rate_decay_iter 1 --learning_rate_decay_fraction "
                                       "0.9 --output_file ");
    good(run + QStringLiteral("whole.png --progress none"));
    std::mt19937 random(11);
    QString start = run + QStringLiteral("out.png --progress json --session kept");
    for (int kill = 0; kill < 5; ++kill) {
        const std::unique_ptr<QProcess> process = m_program->start(words(start));
        RenderProgram::killAfter(*process, 1 + random() % 12);
        start = QStringLiteral("--resume kept --progress json");
    }
    // It may have come to its end before it was killed, where this test was held up.
    const ProgramResult last = m_program->run(words(start));
    QVERIFY2(last.exitCode == 0 || last.errors.contains("is finished"), last.errors.constData());
    QVERIFY(areSame("out.png", "whole.png"));
}

QTEST_GUILESS_MAIN(RenderRampsTest)
#include "tst_render_ramps.moc"
