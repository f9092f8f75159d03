// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/job_list.h"

#include "../support/errors.h"

#include <QTest>

#include <algorithm>
#include <string>

using namespace cnnvis;
using cnnvis::test::messageOf;

namespace {

DreamJob job(const std::string& outputFile, double learningRate)
{
    DreamJob job;
    job.outputFile = outputFile;
    job.recipe.settings.learningRate = learningRate;
    return job;
}

QString refusalOf(const std::string& text)
{
    return messageOf<SettingsError>([&] { jobListFromText(text, "jobs.jsonl"); });
}

} // namespace

class JobListTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrites();
    void writesALineForEachJob();
    void namesPicturesOfBareRecipesByTheirLine();
    void listsUnknownParts();
    void refusesWithTheLine_data();
    void refusesWithTheLine();
    void refusesTooManyLines();
    void aPictureOfTheSameDreamIsDone();
    void aPictureOfAnotherDreamIsNot();
    void aPictureThatWasCutOffIsNotDone();
};

void JobListTest::readsWhatItWrites()
{
    std::vector<DreamJob> jobs{job("a \"1\".png", 3.0), job("b/\xC3\xA4.png", 0.1)};
    jobs[1].sheet = "learning_rate=3,0.1";
    jobs[1].sheetFile = "sheet.png";
    jobs[1].recipe.changes.push_back({{0, 5, 0}, {{"learning_rate", "7"}}});
    const std::vector<DreamJob> read = jobListFromText(jobListToText(jobs), "jobs.jsonl");
    QCOMPARE(read.size(), jobs.size());
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        QCOMPARE(read[i].outputFile, jobs[i].outputFile);
        QCOMPARE(read[i].sheet, jobs[i].sheet);
        QCOMPARE(read[i].sheetFile, jobs[i].sheetFile);
        QCOMPARE(recipeToJson(read[i].recipe), recipeToJson(jobs[i].recipe));
    }
}

void JobListTest::writesALineForEachJob()
{
    const std::string text = jobListToText({job("a.png", 1.0), job("b.png", 2.0)});
    QCOMPARE(std::count(text.begin(), text.end(), '\n'), 2);
    QCOMPARE(text.back(), '\n');
}

void JobListTest::namesPicturesOfBareRecipesByTheirLine()
{
    const std::vector<DreamJob> jobs =
        jobListFromText("{\"settings\": {\"seed\": 4}}\r\n{\"recipe\": 1, \"settings\": {\"seed\": 5}}", "jobs.jsonl");
    QCOMPARE(jobs.size(), std::size_t{2});
    QCOMPARE(jobs[0].outputFile, std::string("job_0001.png"));
    QCOMPARE(jobs[1].outputFile, std::string("job_0002.png"));
    QCOMPARE(jobs[1].recipe.settings.seed, 5);
}

void JobListTest::listsUnknownParts()
{
    const std::vector<DreamJob> jobs =
        jobListFromText(R"({"output_file": "a.png", "recipe": {"settings": {}}, "priority": 3})", "jobs.jsonl");
    QCOMPARE(jobs[0].recipe.unknown, std::vector<std::string>{"priority"});
}

void JobListTest::refusesWithTheLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("parts");
    const QByteArray good = "{\"settings\": {}}\n";
    const auto row = [](const char* name, const QByteArray& text, const QStringList& parts) {
        QTest::newRow(name) << text << parts;
    };
    const QString second = QStringLiteral("jobs.jsonl, line 2,");
    row("nothing", QByteArray(), {QStringLiteral("no jobs")});
    row("an empty line", good + "\n" + good, {second, QStringLiteral("empty")});
    row("no JSON", good + "{", {second, QStringLiteral("JSON")});
    row("a number", good + "3", {second});
    row("a misspelt setting", good + R"({"output_file": "a.png", "recipe": {"settings": {"seed": "x"}}})",
        {second, QStringLiteral("seed")});
    row("no output file", good + R"({"recipe": {"settings": {}}})", {second, QStringLiteral("output_file")});
    row("no recipe", good + R"({"output_file": "a.png"})", {second, QStringLiteral("recipe")});
    row("half a sheet", good + R"({"output_file": "a.png", "recipe": {}, "sheet": "seed=1"})",
        {second, QStringLiteral("sheet_file")});
    row("one file twice",
        QByteArray(R"({"output_file": "a.png", "recipe": {}})") + "\n" + R"({"output_file": "a.png", "recipe": {}})",
        {second, QStringLiteral("line 1"), QStringLiteral("'a.png'")});
    row("a cell in place of its sheet",
        QByteArray(R"({"output_file": "a.png", "recipe": {}, "sheet": "seed=1", "sheet_file": "a.png"})"),
        {QStringLiteral("line 1"), QStringLiteral("whole sheet")});
    row("nested deep", good + QByteArray("{\"a\":").repeated(5000) + "1" + QByteArray("}").repeated(5000),
        {second, QStringLiteral("deep")});
    row("a long line", good + "{\"title\": \"" + QByteArray(1100000, 'a') + "\"}", {second, QStringLiteral("1 MiB")});
}

void JobListTest::refusesWithTheLine()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QStringList, parts);
    const QString message = refusalOf(text.toStdString());
    QVERIFY(!message.isEmpty());
    for (const QString& part : parts)
        QVERIFY2(message.contains(part), qPrintable(message));
}

void JobListTest::refusesTooManyLines()
{
    std::string text;
    for (std::size_t i = 0; i <= kMostJobs; ++i)
        text += "{}\n";
    QVERIFY2(refusalOf(text).contains(QStringLiteral("10000 lines")), qPrintable(refusalOf(text)));
}

void JobListTest::aPictureOfTheSameDreamIsDone()
{
    DreamJob asked = job("a.png", 3.0);
    asked.recipe.settings.precision = Precision::Auto;
    DreamRecipe picture = asked.recipe;
    picture.settings.outputFile = "elsewhere.png";
    picture.settings.threads = 7;
    picture.settings.precision = Precision::Bf16; // what it came to
    picture.title = "another";
    picture.origin.program = "9.9";
    picture.end = RunPosition{0, picture.settings.numSteps, 0};
    QVERIFY(isDone(asked.recipe, picture));
    asked.recipe.settings.precision = Precision::Fp32;
    QVERIFY(!isDone(asked.recipe, picture));
}

void JobListTest::aPictureOfAnotherDreamIsNot()
{
    const DreamJob asked = job("a.png", 3.0);
    DreamRecipe picture = asked.recipe;
    picture.settings.seed = 1;
    QVERIFY(!isDone(asked.recipe, picture));
    picture = asked.recipe;
    picture.changes.push_back({{0, 5, 0}, {{"learning_rate", "7"}}});
    QVERIFY(!isDone(asked.recipe, picture));
    const std::string ramped = R"({"recipe": 1, "settings": {"learning_rate": 3}, "ramps": [RAMP]})";
    const std::string ramp = R"({"setting": "learning_rate", "from": 9, "to": 3})";
    picture = recipeFromJson(std::string(ramped).replace(ramped.find("RAMP"), 4, ramp), "picture");
    QVERIFY(!picture.ramps.empty());
    QVERIFY(!isDone(asked.recipe, picture));
    QVERIFY(isDone(picture, picture));
}

void JobListTest::aPictureThatWasCutOffIsNotDone()
{
    DreamJob asked = job("a.png", 3.0);
    DreamRecipe picture = asked.recipe;
    picture.end = RunPosition{0, 7, 0};
    QVERIFY(!isDone(asked.recipe, picture));
    asked.recipe.end = picture.end; // as far as it is to go
    QVERIFY(isDone(asked.recipe, picture));
}

QTEST_GUILESS_MAIN(JobListTest)
#include "tst_job_list.moc"
