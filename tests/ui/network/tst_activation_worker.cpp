// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/activation_worker.h"

#include "support/tiny_network.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

using Channels = QVector<ChannelActivation>;

/// Blue + green + red less three times the mean of 120, as `sum` has it.
double sumOf(int grey)
{
    return 3.0 * (grey - 120);
}

QImage plain(int grey, QSize size = {8, 8})
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(QColor(grey, grey, grey));
    return image;
}

double strongest(const QVariant& channels)
{
    return channels.value<Channels>().at(0).activation;
}

} // namespace

class ActivationWorkerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersAboutAPicture();
    void answersAboutASpot();
    void signalsComeOnTheThreadOfTheUi();
    void theNewestRequestWins();
    void spotsAndMeansDoNotReplaceEachOther();
    void cancelledRequestsAreNeverAnswered();
    void anotherNetworkDropsOpenRequests();
    void withoutANetworkNothingIsAnswered();
    void saysWhyARequestFailed();
    void endsInTheMiddleOfARequest();

private:
    NetworkFiles m_files{kSumNetwork};
    Network m_network = m_files.load(m_files.settings("sum"));
    const QString m_sum = QStringLiteral("sum");
};

void ActivationWorkerTest::answersAboutAPicture()
{
    ActivationWorker worker;
    worker.setNetwork(m_network);
    QSignalSpy ready(&worker, &ActivationWorker::meansReady);
    worker.requestMeans(m_sum, plain(130, {20, 9}));
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(ready[0][0].toString(), m_sum);
    QCOMPARE(ready[0][1].value<Channels>(), (Channels{{0, sumOf(130)}, {1, sumOf(130)}}));
}

void ActivationWorkerTest::answersAboutASpot()
{
    ActivationWorker worker;
    worker.setNetwork(m_network);
    QImage picture = plain(125, {30, 20});
    picture.setPixelColor(21, 7, QColor(200, 150, 130)); // x before y
    QSignalSpy ready(&worker, &ActivationWorker::spotReady);
    worker.requestSpot(m_sum, picture, {21, 7});
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(ready[0][0].toPoint(), QPoint(21, 7));
    QCOMPARE(ready[0][1].toString(), m_sum);
    QCOMPARE(strongest(ready[0][2]), 120.0);
}

void ActivationWorkerTest::signalsComeOnTheThreadOfTheUi()
{
    ActivationWorker worker;
    worker.setNetwork(m_network);
    QThread* thread = nullptr;
    connect(
        &worker, &ActivationWorker::meansReady, &worker, [&thread] { thread = QThread::currentThread(); },
        Qt::DirectConnection);
    worker.requestMeans(m_sum, plain(130));
    QTRY_VERIFY(thread != nullptr);
    QCOMPARE(thread, QThread::currentThread());
}

void ActivationWorkerTest::theNewestRequestWins()
{
    ActivationWorker worker;
    worker.setNetwork(m_network);
    QSignalSpy ready(&worker, &ActivationWorker::meansReady);
    constexpr int kFirst = 121;
    constexpr int kLast = 180;
    for (int grey = kFirst; grey <= kLast; ++grey)
        worker.requestMeans(m_sum, plain(grey, {200, 200}));
    QTRY_VERIFY(!ready.isEmpty());
    // Nothing is delivered before the loop gives way, and then only the last counts.
    QCOMPARE(ready.size(), 1);
    QCOMPARE(strongest(ready[0][1]), sumOf(kLast));
    worker.requestMeans(m_sum, plain(125));
    QTRY_COMPARE(ready.size(), 2);
    QCOMPARE(strongest(ready[1][1]), sumOf(125));
}

void ActivationWorkerTest::spotsAndMeansDoNotReplaceEachOther()
{
    ActivationWorker worker;
    worker.setNetwork(m_network);
    QSignalSpy means(&worker, &ActivationWorker::meansReady);
    QSignalSpy spots(&worker, &ActivationWorker::spotReady);
    worker.requestMeans(m_sum, plain(130));
    worker.requestSpot(QStringLiteral("half"), plain(140), {3, 3});
    QTRY_COMPARE(means.size(), 1);
    QTRY_COMPARE(spots.size(), 1);
    QCOMPARE(strongest(means[0][1]), sumOf(130));
    QCOMPARE(strongest(spots[0][2]), sumOf(140)); // half of two sums
}

void ActivationWorkerTest::cancelledRequestsAreNeverAnswered()
{
    ActivationWorker worker;
    worker.setNetwork(m_network);
    QSignalSpy means(&worker, &ActivationWorker::meansReady);
    QSignalSpy spots(&worker, &ActivationWorker::spotReady);
    worker.requestMeans(m_sum, plain(130));
    worker.requestSpot(m_sum, plain(130), {3, 3});
    worker.cancel();
    // Requests are answered in order, so what was to come came before this one.
    worker.requestMeans(m_sum, plain(150));
    QTRY_COMPARE(means.size(), 1);
    QCOMPARE(strongest(means[0][1]), sumOf(150));
    QCOMPARE(spots.size(), 0);
}

void ActivationWorkerTest::anotherNetworkDropsOpenRequests()
{
    ActivationWorker worker;
    worker.setNetwork(m_network);
    QSignalSpy ready(&worker, &ActivationWorker::meansReady);
    worker.requestMeans(m_sum, plain(130));
    const NetworkFiles files(QByteArray(kSumNetwork).replace("value: 1 ", "value: 2 "));
    worker.setNetwork(files.load(files.settings("sum")));
    worker.requestMeans(m_sum, plain(150));
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(strongest(ready[0][1]), 2.0 * sumOf(150));
    worker.setNetwork(m_network);
    worker.requestMeans(m_sum, plain(150));
    QTRY_COMPARE(ready.size(), 2);
    QCOMPARE(strongest(ready[1][1]), sumOf(150));
}

void ActivationWorkerTest::withoutANetworkNothingIsAnswered()
{
    ActivationWorker worker;
    QSignalSpy ready(&worker, &ActivationWorker::meansReady);
    QSignalSpy failed(&worker, &ActivationWorker::meansFailed);
    worker.requestMeans(m_sum, plain(130));
    worker.setNetwork(m_network);
    worker.requestMeans(m_sum, plain(140));
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(strongest(ready[0][1]), sumOf(140));
    QCOMPARE(failed.size(), 0);
}

void ActivationWorkerTest::saysWhyARequestFailed()
{
    ActivationWorker worker;
    worker.setNetwork(m_network);
    QSignalSpy failed(&worker, &ActivationWorker::meansFailed);
    worker.requestMeans(QStringLiteral("som"), plain(130));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].toString(), QStringLiteral("som"));
    QVERIFY2(failed[0][1].toString().contains(QStringLiteral("'sum'")), qPrintable(failed[0][1].toString()));
    worker.requestMeans(m_sum, QImage());
    QTRY_COMPARE(failed.size(), 2);
    QSignalSpy spotFailed(&worker, &ActivationWorker::spotFailed);
    worker.requestSpot(m_sum, plain(130), {8, 0});
    QTRY_COMPARE(spotFailed.size(), 1);
    QCOMPARE(spotFailed[0][0].toPoint(), QPoint(8, 0));
    QVERIFY(spotFailed[0][2].toString().contains(QStringLiteral("outside")));
    QCOMPARE(failed.size(), 2);
    // And it works on.
    QSignalSpy ready(&worker, &ActivationWorker::meansReady);
    worker.requestMeans(m_sum, plain(130));
    QTRY_COMPARE(ready.size(), 1);
}

void ActivationWorkerTest::endsInTheMiddleOfARequest()
{
    int answers = 0;
    for (int round = 0; round < 50; ++round) {
        ActivationWorker worker;
        worker.setNetwork(m_network);
        connect(&worker, &ActivationWorker::meansReady, this, [&answers] { ++answers; });
        worker.requestMeans(m_sum, plain(130, {400, 400}));
    }
    QCoreApplication::sendPostedEvents();
    QCOMPARE(answers, 0);
}

QTEST_GUILESS_MAIN(ActivationWorkerTest)
#include "tst_activation_worker.moc"
