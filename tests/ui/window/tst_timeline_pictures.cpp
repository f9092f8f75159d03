// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/same_pixels.h"
#include "window_bench.h"

#include "cnnvis/picture_file.h"
#include "timeline/timeline_view.h"
#include "widgets/picture_image.h"
#include "window/film_desk.h"
#include "window/picture_presenter.h"
#include "window/time_machine.h"

#include <QComboBox>
#include <QFileDialog>
#include <QProgressDialog>
#include <QPushButton>
#include <QSignalSpy>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

/// What is made of a branch's pictures: films, and comparing.
class TestTimelinePictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench.forgetDreams(); }
    void makesAFilmOfEachStepAgain();
    void makesAFilmOfTheSmallPictures();
    void saysWhyThereIsNoFilm();
    void leavesNothingOfAFilmThatIsCancelled();
    void comparesTheEndsOfBranches();
    void marksSnapshots();

private:
    TimelineView& view() { return *m_bench.window->parts().timeline; }
    FilmDesk& films() { return *m_bench.window->findChild<FilmDesk*>(); }
    void waitForSmallPictures()
    {
        QTRY_VERIFY(!view().scene().lanes.isEmpty() && !view().scene().lanes[0].icon.isNull());
    }
    QString path(const QString& name) const { return m_bench.folder.filePath(name); }
    QStringList written() const { return QDir(m_bench.folder.path()).entryList({QStringLiteral("film*")}); }
    /// Asks for the film of the lane that is seen. @param source  the entry of what it is made from.
    void makeFilm(const QString& name, int source)
    {
        Q_EMIT view().filmWanted(view().scene().lanes[0].id);
        auto* const dialog = m_bench.window->findChild<QFileDialog*>(QStringLiteral("filmDialog"));
        QVERIFY(dialog != nullptr);
        auto* const sources = dialog->findChild<QComboBox*>(QStringLiteral("filmSource"));
        QCOMPARE(sources->count(), 2);
        sources->setCurrentIndex(source);
        choose(*dialog, name);
    }
    void choose(QFileDialog& dialog, const QString& name)
    {
        dialog.selectFile(path(name));
        Q_EMIT dialog.accepted();
        dialog.close();
    }

    WindowBench m_bench;
};

void TestTimelinePictures::makesAFilmOfEachStepAgain()
{
    m_bench.openTiny(5);
    const RunOutcome outcome = m_bench.run();
    waitForSmallPictures();
    QSignalSpy made(&films(), &FilmDesk::made);
    makeFilm(QStringLiteral("film.png"), 0);
    QTRY_COMPARE_WITH_TIMEOUT(made.size(), 1, WindowBench::kPatience);
    QCOMPARE(written().size(), 11); // the start, and five steps of two sizes
    QVERIFY(haveSamePixels(readPicture(path(QStringLiteral("film_00010.png")).toStdString()), outcome.picture));
    QVERIFY(m_bench.bar().isVisible());
    QVERIFY(m_bench.window->findChild<QProgressDialog*>() == nullptr);
    for (const QString& name : written())
        QFile::remove(path(name));
}

void TestTimelinePictures::makesAFilmOfTheSmallPictures()
{
    m_bench.openTiny(5);
    m_bench.run();
    waitForSmallPictures();
    QSignalSpy made(&films(), &FilmDesk::made);
    makeFilm(QStringLiteral("film.png"), 1);
    QTRY_COMPARE_WITH_TIMEOUT(made.size(), 1, WindowBench::kPatience);
    QVERIFY(!written().isEmpty() && written().size() <= 11);
    for (const QString& name : written())
        QFile::remove(path(name));
}

void TestTimelinePictures::saysWhyThereIsNoFilm()
{
    m_bench.openTiny(5);
    m_bench.run();
    waitForSmallPictures();
    for (const int source : {0, 1}) {
        m_bench.bar().hide();
        makeFilm(QStringLiteral("film.avi"), source);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench.bar().isVisible(), WindowBench::kPatience);
        QVERIFY(m_bench.window->findChild<QProgressDialog*>() == nullptr);
    }
    QVERIFY(written().isEmpty());
}

void TestTimelinePictures::leavesNothingOfAFilmThatIsCancelled()
{
    if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
        QSKIP("ffmpeg is not installed; ./dev test installs it");
    m_bench.open();
    FilmSource endless;
    endless.name = QStringLiteral("film");
    endless.recipe.settings = m_bench.tinySettings(1'000'000'000);
    films().offer(endless);
    QSignalSpy made(&films(), &FilmDesk::made);
    auto* const dialog = m_bench.window->findChild<QFileDialog*>(QStringLiteral("filmDialog"));
    QCOMPARE(dialog->findChild<QComboBox*>(QStringLiteral("filmSource"))->count(), 1); // no small pictures
    choose(*dialog, QStringLiteral("film.gif"));
    QPointer<QProgressDialog> progress = m_bench.window->findChild<QProgressDialog*>();
    QVERIFY(progress != nullptr);
    progress->findChild<QPushButton*>()->click();
    QTRY_VERIFY_WITH_TIMEOUT(progress.isNull(), WindowBench::kPatience);
    QVERIFY(made.isEmpty());
    QVERIFY2(written().isEmpty(), qPrintable(written().join(QLatin1Char(' '))));
}

void TestTimelinePictures::comparesTheEndsOfBranches()
{
    m_bench.openTiny(5);
    const RunOutcome first = m_bench.run();
    m_bench.window->timeMachine().goTo(7);
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("3"));
    const RunOutcome second = m_bench.run();
    QTRY_COMPARE(view().scene().lanes.size(), 2);
    waitForSmallPictures();
    Q_EMIT view().compareWanted(view().scene().lanes[0].id);
    QVERIFY(m_bench.window->windowActions().compare->isChecked());
    QCOMPARE(m_bench.window->pictures().comparedText(), view().scene().lanes[0].name);
    QTRY_VERIFY(haveSamePixels(pictureOf(m_bench.canvas().before()), first.picture)); // exactly, soon
    QVERIFY(m_bench.window->pictures().isLiveShown());
    QVERIFY(!haveSamePixels(second.picture, first.picture));
    // Whoever looks at something else compares with the start again.
    m_bench.window->timeMachine().goTo(3);
    QVERIFY(m_bench.window->pictures().comparedText().isEmpty());
}

void TestTimelinePictures::marksSnapshots()
{
    m_bench.openTiny(5);
    m_bench.run();
    QTRY_COMPARE(view().scene().snapshots.size(), 1); // the end
    QCOMPARE(view().scene().snapshots[0].step, 10);
    QTRY_VERIFY(view().isVisible());
    // The mark is at the film's right end, at its top.
    for (int x = view().width() - 1; m_bench.window->parts().strip->chosen().isEmpty() && x > view().width() - 20; --x)
        QTest::mouseClick(&view(), Qt::LeftButton, {}, QPoint(x, 9));
    QVERIFY(!m_bench.window->pictures().isLiveShown() && !m_bench.window->timeMachine().isInPast());
    QCOMPARE(m_bench.window->parts().strip->chosen(), QVector<int>{view().scene().snapshots[0].id});
    const int marked = view().scene().snapshots[0].id;
    m_bench.run(); // a dream is seen, whatever was looked at before
    QVERIFY(m_bench.window->pictures().isLiveShown());
    QTRY_COMPARE(view().scene().lanes.size(), 2);
    Q_EMIT view().laneChosen(view().scene().lanes[0].id);
    QTRY_COMPARE(view().scene().snapshots.size(), 1);
    m_bench.window->parts().strip->remove(marked);
    QTRY_VERIFY(view().scene().snapshots.isEmpty());
}

QTEST_MAIN(TestTimelinePictures)
#include "tst_timeline_pictures.moc"
