// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_store.h"

#include "cnnvis/picture_file.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

Preset preset(const char* title, const char* alpha = "3")
{
    return {title, "About it", {{"num_steps", "7"}, {"alpha", alpha}}};
}

QString valueOf(const Preset& preset, const char* key)
{
    for (const SettingText& setting : preset.change) {
        if (setting.key == key)
            return QString::fromStdString(setting.text);
    }
    return {};
}

QImage plain(QColor colour)
{
    QImage image(64, 40, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

} // namespace

class PresetStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsWhatWasSaved();
    void savingUnderATakenTitleReplaces();
    void titlesCannotLeaveTheFolder_data();
    void titlesCannotLeaveTheFolder();
    void differentTitlesOfOneFileNameGetFilesOfTheirOwn();
    void titlesWithoutALetterAreRefused();
    void renamingKeepsTheFileAndThePicture();
    void renamingToATakenTitleIsRefused();
    void deletingRemovesTheFilesAndTheStar();
    void aDeletedPresetCanBeSavedAgain();
    void damagedFilesAreSetAside_data();
    void damagedFilesAreSetAside();
    void severalDamagedFilesOfOneNameAreAllKept();
    void importsJsonAndPicturesMadeHere();
    void importsUnderAFreeTitle();
    void refusesImportsWithTheReason_data();
    void refusesImportsWithTheReason();
    void exportsWhatCanBeImported();
    void saysWhyItCannotSave();
    void starsAreKept();
    void sortsTitlesAsPeopleDo();
    void anUnusableThumbnailIsIgnored();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QString write(const QString& name, const QByteArray& bytes) const;
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot); }
    PresetStore& fresh();

    std::unique_ptr<QTemporaryDir> m_outer;
    std::unique_ptr<QDir> m_folder;
    std::unique_ptr<PresetStore> m_store;
    std::unique_ptr<QSignalSpy> m_problems;
};

void PresetStoreTest::init()
{
    m_outer = std::make_unique<QTemporaryDir>();
    m_folder = std::make_unique<QDir>(m_outer->filePath(QStringLiteral("presets")));
    fresh();
}

/// Another store on the same folder, as after a restart.
PresetStore& PresetStoreTest::fresh()
{
    m_store = std::make_unique<PresetStore>(m_folder->path());
    m_problems = std::make_unique<QSignalSpy>(m_store.get(), &PresetStore::problemFound);
    m_store->load();
    return *m_store;
}

QString PresetStoreTest::write(const QString& name, const QByteArray& bytes) const
{
    QFile file(path(name));
    if (!m_folder->mkpath(QStringLiteral(".")) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

void PresetStoreTest::keepsWhatWasSaved()
{
    QSignalSpy changed(m_store.get(), &PresetStore::changed);
    const QString id = m_store->save(preset("Wölfe am See"), plain(Qt::red));
    QVERIFY(!id.isEmpty());
    QCOMPARE(changed.size(), 1);
    PresetStore& store = fresh();
    QCOMPARE(m_problems->size(), 0);
    QCOMPARE(store.presets().size(), std::size_t{1});
    const OwnPreset* const own = store.find(id);
    QVERIFY(own != nullptr);
    QCOMPARE(own->preset.title, std::string("Wölfe am See"));
    QCOMPARE(own->preset.description, std::string("About it"));
    QCOMPARE(own->preset.change.size(), std::size_t{2});
    QCOMPARE(valueOf(own->preset, "alpha"), QStringLiteral("3"));
    QCOMPARE(valueOf(own->preset, "num_steps"), QStringLiteral("7"));
    QVERIFY(own->thumbnail.pixelColor(5, 5).red() > 200 && own->thumbnail.pixelColor(5, 5).blue() < 60);
}

void PresetStoreTest::savingUnderATakenTitleReplaces()
{
    const QString first = m_store->save(preset("Clouds"), plain(Qt::red));
    const QString second = m_store->save(preset("clouds", "5"));
    QCOMPARE(second, first);
    QCOMPARE(fresh().presets().size(), std::size_t{1});
    QCOMPARE(valueOf(m_store->find(first)->preset, "alpha"), QStringLiteral("5"));
    QVERIFY(m_store->find(first)->thumbnail.isNull());
}

void PresetStoreTest::titlesCannotLeaveTheFolder_data()
{
    QTest::addColumn<QString>("title");
    for (const char* title : {"../x", "../../../../tmp/x", "/etc/x", "a/b/c", "..", ".", ".hidden", "x\ny", "con",
             "C:\\x", "<b>x</b>", "日本語", "💥"})
        QTest::newRow(title) << QString::fromUtf8(title);
    QTest::newRow("long") << QString(5000, QLatin1Char('x'));
}

void PresetStoreTest::titlesCannotLeaveTheFolder()
{
    QFETCH(QString, title);
    const QString id = m_store->save(preset(title.toUtf8().constData()));
    QVERIFY(!id.isEmpty());
    QVERIFY(!id.contains(QLatin1Char('/')) && !id.contains(QLatin1Char('.')));
    QCOMPARE(files(), QStringList{id + QStringLiteral(".json")});
    QCOMPARE(QDir(m_outer->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
        QStringList{QStringLiteral("presets")});
    const QString kept = QString::fromStdString(fresh().presets().at(0).preset.title);
    QCOMPARE(kept, PresetStore::cleanTitle(title));
    QVERIFY(!kept.isEmpty() && kept.size() <= 80);
}

void PresetStoreTest::differentTitlesOfOneFileNameGetFilesOfTheirOwn()
{
    const QString first = m_store->save(preset("a b"));
    const QString second = m_store->save(preset("a-b"));
    QVERIFY(first != second);
    QCOMPARE(fresh().presets().size(), std::size_t{2});
}

void PresetStoreTest::titlesWithoutALetterAreRefused()
{
    for (const char* title : {"", "  ", "\n\t", "\x01"}) {
        QCOMPARE(m_store->save(preset(title)), QString());
        QCOMPARE(m_problems->size(), 1);
        m_problems->clear();
    }
    QVERIFY(files().isEmpty());
}

void PresetStoreTest::renamingKeepsTheFileAndThePicture()
{
    const QString id = m_store->save(preset("Old"), plain(Qt::red));
    const QStringList before = files();
    QVERIFY(m_store->rename(id, QStringLiteral("  New one ")));
    QCOMPARE(files(), before);
    QCOMPARE(fresh().find(id)->preset.title, std::string("New one"));
    QVERIFY(!m_store->find(id)->thumbnail.isNull());
    QCOMPARE(valueOf(m_store->find(id)->preset, "alpha"), QStringLiteral("3"));
    // To the same name in other letters.
    QVERIFY(m_store->rename(id, QStringLiteral("NEW ONE")));
}

void PresetStoreTest::renamingToATakenTitleIsRefused()
{
    const QString id = m_store->save(preset("One"));
    m_store->save(preset("Two"));
    QVERIFY(!m_store->rename(id, QStringLiteral("two")));
    QVERIFY(!m_store->rename(id, QString()));
    QVERIFY(!m_store->rename(QStringLiteral("missing"), QStringLiteral("Three")));
    QCOMPARE(m_problems->size(), 3);
    QVERIFY(fresh().findTitle(QStringLiteral("One")) != nullptr);
}

void PresetStoreTest::deletingRemovesTheFilesAndTheStar()
{
    const QString id = m_store->save(preset("Gone"), plain(Qt::red));
    m_store->setStarred(PresetStore::ownKey(id), true);
    QVERIFY(m_store->remove(id));
    QVERIFY(m_store->presets().empty());
    QVERIFY(!m_store->isStarred(PresetStore::ownKey(id)));
    QVERIFY(!files().contains(id + QStringLiteral(".json")) && !files().contains(id + QStringLiteral(".jpg")));
    QVERIFY(!m_store->remove(id));
    QVERIFY(fresh().presets().empty());
}

void PresetStoreTest::aDeletedPresetCanBeSavedAgain()
{
    const QString id = m_store->save(preset("Back"), plain(Qt::red));
    const std::optional<OwnPreset> removed = m_store->remove(id);
    QVERIFY(removed);
    QCOMPARE(m_store->save(removed->preset, removed->thumbnail), id);
    QCOMPARE(valueOf(fresh().find(id)->preset, "alpha"), QStringLiteral("3"));
    QVERIFY(!m_store->find(id)->thumbnail.isNull());
}

void PresetStoreTest::damagedFilesAreSetAside_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("half") << QByteArray("{\"title\": \"x\", \"settings\": {\"alpha\"");
    QTest::newRow("other") << QByteArray("[1, 2]");
    QTest::newRow("setting") << QByteArray("{\"settings\": {\"alpha\": 0}}");
    QTest::newRow("binary") << QByteArray("\x89PNG\r\n\x1a\n\0\0", 10);
    QTest::newRow("deep") << QByteArray("{\"settings\":" + QByteArray("[").repeated(5000));
    QTest::newRow("large") << "{" + QByteArray(2 * 1024 * 1024, ' ');
}

void PresetStoreTest::damagedFilesAreSetAside()
{
    QFETCH(QByteArray, bytes);
    m_store->save(preset("Good"));
    write(QStringLiteral("bad.json"), bytes);
    QCOMPARE(fresh().presets().size(), std::size_t{1});
    QCOMPARE(m_problems->size(), 1);
    const QString message = m_problems->at(0).at(0).toString();
    QVERIFY2(message.contains(QStringLiteral("bad.json.damaged")), qPrintable(message));
    QVERIFY(!message.contains(QLatin1Char('\n')));
    QFile kept(path(QStringLiteral("bad.json.damaged")));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), bytes);
    QVERIFY(!QFile::exists(path(QStringLiteral("bad.json"))));
    fresh();
    QCOMPARE(m_problems->size(), 0);
}

void PresetStoreTest::severalDamagedFilesOfOneNameAreAllKept()
{
    for (const char* bytes : {"one", "two", "three"}) {
        write(QStringLiteral("bad.json"), bytes);
        fresh();
    }
    QCOMPARE(files().filter(QStringLiteral("damaged")).size(), 3);
}

void PresetStoreTest::importsJsonAndPicturesMadeHere()
{
    const QString json = m_outer->filePath(QStringLiteral("fine.json"));
    QFile file(json);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"settings": {"alpha": 4}})");
    file.close();
    const QString id = m_store->importFile(json);
    QCOMPARE(m_store->find(id)->preset.title, std::string("fine"));
    QCOMPARE(valueOf(m_store->find(id)->preset, "alpha"), QStringLiteral("4"));

    const QString png = m_outer->filePath(QStringLiteral("dream.png"));
    writePicture(png.toStdString(), Picture({2, 2}, std::vector<std::uint8_t>(12, 200)),
        {{kSettingsTextKey, presetToJson(preset("From a picture"))}});
    const QString fromPicture = m_store->importFile(png);
    QCOMPARE(fresh().find(fromPicture)->preset.title, std::string("From a picture"));
    QVERIFY(!m_store->find(fromPicture)->thumbnail.isNull());
}

void PresetStoreTest::importsUnderAFreeTitle()
{
    m_store->save(preset("Clouds"));
    const QString json =
        write(QStringLiteral("../clouds.json"), QByteArray::fromStdString(presetToJson(preset("Clouds"))));
    const QString second = m_store->importFile(json);
    const QString third = m_store->importFile(json);
    QCOMPARE(m_store->find(second)->preset.title, std::string("Clouds 2"));
    QCOMPARE(m_store->find(third)->preset.title, std::string("Clouds 3"));
    QCOMPARE(fresh().presets().size(), std::size_t{3});
}

void PresetStoreTest::refusesImportsWithTheReason_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    QTest::newRow("half") << QByteArray("{\"settings\": {\n\"alpha\"") << QStringLiteral("is not valid JSON");
    QTest::newRow("text") << QByteArray("alpha = 3") << QStringLiteral("neither a preset in JSON nor a picture");
    QTest::newRow("misfit") << QByteArray("{\"settings\": {\"alpha\": 0}}") << QStringLiteral("--alpha is 0");
    QTest::newRow("unknown") << QByteArray("{\"settings\": {\"alfa\": 3}}") << QStringLiteral("alpha");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("is empty");
}

void PresetStoreTest::refusesImportsWithTheReason()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const QString file = write(QStringLiteral("../import.json"), bytes);
    QCOMPARE(m_store->importFile(file), QString());
    QCOMPARE(m_problems->size(), 1);
    const QString message = m_problems->at(0).at(0).toString();
    QVERIFY2(message.contains(reason) && message.contains(QStringLiteral("import.json")), qPrintable(message));
    QVERIFY(files().isEmpty());
    // What belongs to others stays where it is.
    QVERIFY(QFile::exists(file));
    QCOMPARE(m_store->importFile(QStringLiteral("/no/such.json")), QString());
    QCOMPARE(m_problems->size(), 2);
}

void PresetStoreTest::exportsWhatCanBeImported()
{
    const QString file = m_outer->filePath(QStringLiteral("out.json"));
    QVERIFY(m_store->exportPreset(preset("Out", "9"), file));
    const QString id = m_store->importFile(file);
    QCOMPARE(m_store->find(id)->preset.title, std::string("Out"));
    QCOMPARE(valueOf(m_store->find(id)->preset, "alpha"), QStringLiteral("9"));
    QVERIFY(!m_store->exportPreset(preset("Out"), m_outer->filePath(QStringLiteral("missing/out.json"))));
    QVERIFY(!m_store->exportPreset(preset("Out", "-1"), file));
    QCOMPARE(m_problems->size(), 2);
}

void PresetStoreTest::saysWhyItCannotSave()
{
    // A file stands where the folder should be made.
    const QString inTheWay = m_outer->filePath(QStringLiteral("file"));
    QFile file(inTheWay);
    QVERIFY(file.open(QIODevice::WriteOnly));
    PresetStore store(inTheWay + QStringLiteral("/presets"));
    QSignalSpy problems(&store, &PresetStore::problemFound);
    store.load();
    QCOMPARE(store.save(preset("Lost")), QString());
    QCOMPARE(problems.size(), 1);
    QVERIFY(problems[0][0].toString().contains(QStringLiteral("Lost")));
    QVERIFY(store.presets().empty());
    // Nor what does not fit the settings.
    QCOMPARE(m_store->save(preset("Misfit", "0")), QString());
    QCOMPARE(m_problems->size(), 1);
    QVERIFY(m_store->presets().empty());
}

void PresetStoreTest::starsAreKept()
{
    const QString key = PresetStore::builtInKey(QStringLiteral("example1"));
    QSignalSpy changed(m_store.get(), &PresetStore::changed);
    m_store->setStarred(key, true);
    m_store->setStarred(key, true);
    QCOMPARE(changed.size(), 1);
    QVERIFY(fresh().isStarred(key));
    QVERIFY(!m_store->isStarred(PresetStore::ownKey(QStringLiteral("example1"))));
    m_store->setStarred(key, false);
    QVERIFY(!fresh().isStarred(key));
}

void PresetStoreTest::sortsTitlesAsPeopleDo()
{
    for (const char* title : {"try 10", "Try 9", "another"})
        m_store->save(preset(title));
    QStringList titles;
    for (const OwnPreset& own : fresh().presets())
        titles.append(QString::fromStdString(own.preset.title));
    QCOMPARE(titles, (QStringList{QStringLiteral("another"), QStringLiteral("Try 9"), QStringLiteral("try 10")}));
}

void PresetStoreTest::anUnusableThumbnailIsIgnored()
{
    const QString id = m_store->save(preset("Plain"), plain(Qt::red));
    write(id + QStringLiteral(".jpg"), "no picture");
    QVERIFY(fresh().find(id)->thumbnail.isNull());
    QCOMPARE(m_store->presets().size(), std::size_t{1});
}

QTEST_MAIN(PresetStoreTest)
#include "tst_preset_store.moc"
