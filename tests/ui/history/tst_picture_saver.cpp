// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/picture_file.h"
#include "history/picture_names.h"
#include "history/picture_saver.h"
#include "snapshot_samples.h"
#include "widgets/picture_image.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

void touch(const QString& path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
}

} // namespace

class TestPictureSaver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void namesPicturesSensibly();
    void findsANameThatIsFree();
    void offersOnlyTheBitsThatThereAre();
    void letsTheEndingDecide();
    void neverOverwritesByCompletingAName();
    void writesThePictureAndItsText();
    void tellsOfAFolderThatCannotBeWritten();
    void finishesWhatItBeganWhenItEnds();
    void savesWhatTheDialogSays();
    void writesNothingWhenTheDialogIsCancelled();

private:
    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPictureSaver::initTestCase()
{
    static const QTemporaryDir settings;
    QCoreApplication::setOrganizationName(QStringLiteral("cnn-vis-tests"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
}

void TestPictureSaver::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QSettings().setValue(QStringLiteral("save/folder"), m_folder->path());
}

void TestPictureSaver::namesPicturesSensibly()
{
    const QString layer = QStringLiteral("inception_4b/output");
    QCOMPARE(suggestedPictureName(QString(), layer), QStringLiteral("dream-inception_4b-output"));
    QCOMPARE(suggestedPictureName(QString(), QString()), QStringLiteral("dream"));
    QCOMPARE(suggestedPictureName(QString(), QStringLiteral("../a b")), QStringLiteral("dream-..-a-b"));
    QCOMPARE(suggestedPictureName(QStringLiteral("/photos/my sky.jpg"), layer), QStringLiteral("my sky-dream"));
    QCOMPARE(suggestedPictureName(QStringLiteral("/photos/sky-dream-2.png"), layer), QStringLiteral("sky-dream"));
    QCOMPARE(suggestedPictureName(QStringLiteral("/x/start-20261130-201500.png"), layer),
        QStringLiteral("dream-inception_4b-output"));
}

void TestPictureSaver::findsANameThatIsFree()
{
    QCOMPARE(unusedPath(path("a.b.png")), path("a.b.png"));
    touch(path("a.b.png"));
    touch(path("a.b-2.png"));
    QCOMPARE(unusedPath(path("a.b.png")), path("a.b-3.png"));
    touch(path("plain"));
    QCOMPARE(unusedPath(path("plain")), path("plain-2"));
}

void TestPictureSaver::offersOnlyTheBitsThatThereAre()
{
    for (const PictureFormatChoice& format : pictureFormats(8))
        QCOMPARE(format.bitsPerChannel, 8);
    QStringList deep;
    for (const PictureFormatChoice& format : pictureFormats(16)) {
        if (format.bitsPerChannel == 16)
            deep << format.ending;
    }
    QCOMPARE(deep, (QStringList{QStringLiteral("png"), QStringLiteral("tif")}));
}

void TestPictureSaver::letsTheEndingDecide()
{
    const PictureFormatChoice deepPng{QStringLiteral("PNG"), QStringLiteral("png"), 16};
    QCOMPARE(saveTarget(path("a.PNG"), deepPng).bitsPerChannel, 16);
    QCOMPARE(saveTarget(path("a.jpeg"), deepPng).path, path("a.jpeg"));
    QCOMPARE(saveTarget(path("a.jpeg"), deepPng).bitsPerChannel, 8);
    QCOMPARE(saveTarget(path("a.b"), deepPng).path, path("a.b.png"));
}

void TestPictureSaver::neverOverwritesByCompletingAName()
{
    touch(path("dream.png"));
    const PictureFormatChoice png{QStringLiteral("PNG"), QStringLiteral("png"), 8};
    QCOMPARE(saveTarget(path("dream"), png).path, path("dream-2.png"));
    QCOMPARE(saveTarget(path("dream.png"), png).path, path("dream.png")); // the dialog has asked
}

void TestPictureSaver::writesThePictureAndItsText()
{
    PictureSaver saver;
    QSignalSpy saved(&saver, &PictureSaver::saved);
    DreamRecipe recipe;
    recipe.settings.seed = 17;
    const QString name = m_folder->filePath(QStringLiteral("träume.png"));
    saver.save(name, withDepth(greyPicture({4, 5}, 33), 16), recipe);
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(saved.first()[0].toString(), name);
    const std::string file = QFile::encodeName(name).toStdString();
    const Picture read = readPicture(file);
    QVERIFY((read.size() == PictureSize{4, 5}));
    QCOMPARE(read.pixels8()[0], 33);
    QCOMPARE(recipeFromJson(*recipeAmong(readPictureText(file)), file).settings.seed, std::int64_t{17});
}

void TestPictureSaver::tellsOfAFolderThatCannotBeWritten()
{
    // A file stands where a folder is wanted: that stops root as well.
    touch(path("wall"));
    const QStringList before = files();
    PictureSaver saver;
    QSignalSpy saved(&saver, &PictureSaver::saved);
    QSignalSpy failed(&saver, &PictureSaver::failed);
    for (const char* name : {"wall/dream.png", "missing/dream.png", "dream.gif"})
        saver.save(path(name), greyPicture({4, 5}), {});
    QTRY_COMPARE(failed.count(), 3);
    QCOMPARE(failed.first()[0].toString(), path("wall/dream.png"));
    QVERIFY(failed.first()[1].toString().contains(path("wall/dream.png")));
    QCOMPARE(saved.count(), 0);
    QCOMPARE(files(), before);
}

void TestPictureSaver::finishesWhatItBeganWhenItEnds()
{
    {
        PictureSaver saver;
        saver.save(path("one.png"), greyPicture({400, 500}), {});
        saver.save(path("two.png"), greyPicture({400, 500}), {});
    }
    QCOMPARE(files(), (QStringList{QStringLiteral("one.png"), QStringLiteral("two.png")}));
}

void TestPictureSaver::savesWhatTheDialogSays()
{
    QWidget window;
    window.show();
    PictureSaver saver;
    QSignalSpy saved(&saver, &PictureSaver::saved);
    saver.saveAs(&window, greyPicture({4, 5}), QStringLiteral("pool"), {});
    auto* dialog = window.findChild<QFileDialog*>(QStringLiteral("savePictureDialog"));
    QVERIFY(dialog != nullptr);
    QCOMPARE(QFileInfo(dialog->selectedFiles().first()).fileName(), QStringLiteral("pool.png"));
    QVERIFY(QDir().mkpath(path("deeper")));
    dialog->findChild<QLineEdit*>()->setText(path("deeper/mine"));
    QMetaObject::invokeMethod(dialog, "accept");
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(saved.first()[0].toString(), path("deeper/mine.png"));
    QCOMPARE(QSettings().value(QStringLiteral("save/folder")).toString(), path("deeper"));
}

void TestPictureSaver::writesNothingWhenTheDialogIsCancelled()
{
    QWidget window;
    window.show();
    {
        PictureSaver saver;
        saver.saveAs(&window, greyPicture({4, 5}), QStringLiteral("pool"), {});
        window.findChild<QFileDialog*>(QStringLiteral("savePictureDialog"))->reject();
    }
    QVERIFY(files().isEmpty());
}

QTEST_MAIN(TestPictureSaver)
#include "tst_picture_saver.moc"
