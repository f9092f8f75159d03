// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "cnnvis/network.h"
#include "cnnvis/picture_file.h"
#include "cnnvis/run_plan.h"
#include "command_line.h"
#include "preset_library.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cstdint>
#include <string>
#include <sys/stat.h>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::render;

namespace {

const std::string kJson = R"({"title": "Mine", "settings": {"alpha": 3, "num_steps": 7, "rescale_image": true}})";

/// The message of the refusal, or nothing when the preset was accepted.
std::string refusal(const std::string& preset)
{
    try {
        loadPreset(preset);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

RunSettings settingsOf(const std::vector<std::string>& arguments)
{
    return resolveSettings(parseCommandLine(arguments));
}

} // namespace

class RenderPresetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allPresetsComeWithTheProgram();
    void presetsAreFoundByName();
    void presetsAreFoundByPath();
    void pathsMayNameTheEnvironment();
    void picturesHoldTheirSettings();
    void flagsWinOverPresetsOverDefaults();
    void unknownNamesSayTheNearest();
    void namesGoBeforeFiles();
    void unusableFilesAreRefused_data();
    void unusableFilesAreRefused();
    void everyPresetStartsOnEveryPhoto_data();
    void everyPresetStartsOnEveryPhoto();

private:
    std::string write(const char* name, const std::string& bytes) const;

    QTemporaryDir m_folder;
};

std::string RenderPresetsTest::write(const char* name, const std::string& bytes) const
{
    const QString path = m_folder.filePath(QString::fromUtf8(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), qint64(bytes.size())) != qint64(bytes.size()))
        qFatal("cannot write %s", qPrintable(path));
    return path.toStdString();
}

void RenderPresetsTest::allPresetsComeWithTheProgram()
{
    const QStringList files = QDir(QStringLiteral(CNNVIS_PRESETS_DIR)).entryList({QStringLiteral("*.json")});
    const std::vector<BuiltInPreset> presets = builtInPresets();
    QCOMPARE(qsizetype(presets.size()), files.size());
    QStringList names;
    for (const BuiltInPreset& preset : presets) {
        QVERIFY(!preset.preset.title.empty() && !preset.preset.description.empty() && !preset.preset.change.empty());
        names.append(QString::fromStdString(preset.name));
        QVERIFY2(files.contains(names.last() + QStringLiteral(".json")), preset.name.c_str());
        RunSettings settings;
        applyChange(settings, preset.preset.change);
        const QFileInfo thumbnail(QStringLiteral(":/presets/%1.jpg").arg(names.last()));
        QVERIFY2(settings.model.empty() || thumbnail.size() > 1000, preset.name.c_str());
    }
    QCOMPARE(names.first(), QString::fromUtf8(kFirstPreset));
    QVERIFY(names.indexOf(QStringLiteral("scales")) < names.indexOf(QStringLiteral("example1")));
    QVERIFY(names.indexOf(QStringLiteral("example2")) < names.indexOf(QStringLiteral("example10")));
}

void RenderPresetsTest::presetsAreFoundByName()
{
    QCOMPARE(settingsOf({"--preset", "example4"}).numSteps, 200);
    QCOMPARE(settingsOf({"--preset", "example13"}).targetLayer, std::string("inception_4b/5x5_reduce"));
}

void RenderPresetsTest::presetsAreFoundByPath()
{
    const Preset preset = loadPreset(write("grün.json", kJson));
    QCOMPARE(preset.title, std::string("Mine"));
    QCOMPARE(preset.change.size(), std::size_t{3});
}

void RenderPresetsTest::pathsMayNameTheEnvironment()
{
    write("mine.json", kJson);
    qputenv("CNNVIS_TEST_FOLDER", m_folder.path().toUtf8());
    QCOMPARE(settingsOf({"--preset", "$CNNVIS_TEST_FOLDER/mine.json"}).alpha, 3.0);
}

void RenderPresetsTest::picturesHoldTheirSettings()
{
    const Picture picture({2, 2}, std::vector<std::uint8_t>(12, 7));
    const std::string path = m_folder.filePath(QStringLiteral("dream.png")).toStdString();
    writePicture(path, picture, {{kSettingsTextKey, kJson}, {"Comment", "none"}});
    QCOMPARE(settingsOf({"--preset", path}).alpha, 3.0);
}

void RenderPresetsTest::flagsWinOverPresetsOverDefaults()
{
    const std::string path = write("mine.json", kJson);
    const RunSettings settings = settingsOf({"--alpha", "4", "--preset", path, "--rescale_image=false"});
    QCOMPARE(settings.alpha, 4.0);
    QVERIFY(!settings.rescaleImage);
    QCOMPARE(settings.numSteps, 7);
    QCOMPARE(settings.beta, RunSettings().beta);
}

void RenderPresetsTest::unknownNamesSayTheNearest()
{
    const std::string message = refusal("exampel1");
    QVERIFY2(message.find("'exampel1'") != std::string::npos, message.c_str());
    QVERIFY2(message.find("the nearest preset is example1,") != std::string::npos, message.c_str());
    QVERIFY(refusal("/no/such.json").find("nearest") == std::string::npos);
    QVERIFY(refusal("/no/such.json").find("--list_presets") != std::string::npos);
}

void RenderPresetsTest::namesGoBeforeFiles()
{
    write("example1", kJson);
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder.path()));
    const double byName = settingsOf({"--preset", "example1"}).alpha;
    const double byPath = settingsOf({"--preset", "./example1"}).alpha;
    QVERIFY(QDir::setCurrent(before));
    QCOMPARE(byName, 6.0);
    QCOMPARE(byPath, 3.0);
}

void RenderPresetsTest::unusableFilesAreRefused_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("reason");
    QTest::newRow("empty") << std::string() << std::string("is empty");
    QTest::newRow("text") << std::string("alpha = 3") << std::string("is neither a preset in JSON nor a picture");
    QTest::newRow("JPEG") << std::string("\xff\xd8\xff\xe0")
                          << std::string("is neither a preset in JSON nor a picture");
    QTest::newRow("half") << kJson.substr(0, 30) << std::string("is not valid JSON");
    QTest::newRow("misfit") << std::string(R"({"settings": {"alpha": 0}})") << std::string("--alpha is 0, but");
    QTest::newRow("large") << "{" + std::string(2000000, ' ') << std::string("larger than 1 MiB");
    QTest::newRow("damaged PNG") << std::string("\x89PNG\r\n\x1a\n\0\0", 10) << std::string("Cannot read picture");
}

void RenderPresetsTest::unusableFilesAreRefused()
{
    QFETCH(const std::string, bytes);
    QFETCH(const std::string, reason);
    const std::string path = write("file", bytes);
    const std::string message = refusal(path);
    QVERIFY2(message.find(reason) != std::string::npos, message.c_str());
    QVERIFY2(message.find(path) != std::string::npos, message.c_str());
    QVERIFY(message.find('\n') == std::string::npos);

    QVERIFY(refusal(m_folder.path().toStdString()).find("regular file") != std::string::npos);
    const std::string pipe = m_folder.filePath(QStringLiteral("pipe")).toStdString();
    ::mkfifo(pipe.c_str(), 0600);
    QVERIFY(refusal(pipe).find("regular file") != std::string::npos);
    const std::string plain = m_folder.filePath(QStringLiteral("plain.png")).toStdString();
    writePicture(plain, Picture({1, 1}, std::vector<std::uint8_t>(3, 7)));
    QVERIFY(refusal(plain).find("has no settings in it") != std::string::npos);
}

void RenderPresetsTest::everyPresetStartsOnEveryPhoto_data()
{
    QTest::addColumn<QString>("preset");
    for (const BuiltInPreset& preset : builtInPresets())
        QTest::newRow(preset.name.c_str()) << QString::fromStdString(preset.name);
}

/// Presets for other networks are planned with ours: what they ask for in sizes is the same, the input is, too.
void RenderPresetsTest::everyPresetStartsOnEveryPhoto()
{
    QFETCH(const QString, preset);
    RunSettings settings;
    applyChange(settings, loadPreset(preset.toStdString()).change);
    if (settings.model != "bestiary") {
        settings.model = "bestiary";
        settings.deployTxt = settings.caffeModel = settings.meanImage = "";
        settings.imageType = ImageType::AmplifyLayer;
        settings.targetLayer = "inception_4d/output";
    }
    const Network network = Network::load(settings);
    for (const PictureSize photo : {PictureSize{224, 224}, PictureSize{500, 300}, PictureSize{360, 480},
             PictureSize{480, 640}, PictureSize{4000, 6000}, PictureSize{6000, 4000}, PictureSize{300, 3000}}) {
        for (const PlannedSize& planned : planRun(settings, network, photo).sizes)
            QVERIFY(planned.size.height >= 224 && planned.size.width >= 224);
    }
    try {
        planRun(settings, network, {1, 1});
        QFAIL("a photo of a single pixel is taken");
    } catch (const SettingsError& error) {
        QCOMPARE(error.key(), std::string("initial_image"));
        QVERIFY(std::string(error.what()).find("1x1 pixels, too few") != std::string::npos);
    }
}

QTEST_GUILESS_MAIN(RenderPresetsTest)
#include "tst_render_presets.moc"
