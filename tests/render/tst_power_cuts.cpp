// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_store.h"
#include "render_program.h"
#include "support/power_cut.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

constexpr int kCuts = 50;
constexpr int kCutsOfAResume =
    10; ///< goes on after each of so many; after all with CNNVIS_ALL_RESUMES in the environment
const QByteArray kOldPicture = "old picture";

/// When a step was told of.
struct ToldStep {
    RunPosition position;
    double seconds;
};

std::vector<ToldStep> toldSteps(const std::vector<DiskEvent>& events)
{
    static const QRegularExpression line(QStringLiteral("\\{\"size\":(\\d+),.*?\"step\":(\\d+),"));
    QString told;
    std::map<qsizetype, double> times; // by where in it
    for (const DiskEvent& event : events) {
        if (event.kind != 'M')
            continue;
        times[told.size()] = event.seconds;
        told += QString::fromLatin1(event.bytes.data(), static_cast<qsizetype>(event.bytes.size()));
    }
    std::vector<ToldStep> steps;
    auto found = line.globalMatch(told);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        const double seconds = std::prev(times.upper_bound(match.capturedStart()))->second;
        steps.push_back({{match.captured(1).toInt() - 1, match.captured(2).toInt(), 0}, seconds});
    }
    return steps;
}

} // namespace

/// What is on the disk when the power goes, at random moments of a run that is kept in a session: see power_cut.h.
class PowerCutsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSessionGoesOn_data();
    void theSessionGoesOn();
    void littleIsEverAtRisk();
    void cleanupTestCase();

private:
    QString disk() const { return m_program->path(QStringLiteral("disk")); }
    Files contents() const;
    void putOnDisk(const Files& files) const;
    double secondsLost(const SessionStore& store, double cut) const;

    std::unique_ptr<RenderProgram> m_program;
    std::vector<DiskEvent> m_events;
    std::vector<ToldStep> m_steps;
    QByteArray m_newPicture;
    double m_mostSecondsLost = 0.0;
    int m_resumed = 0;
};

Files PowerCutsTest::contents() const
{
    Files files;
    for (const QString& name : QDir(disk()).entryList(QDir::Files | QDir::Hidden))
        files[name.toStdString()] = m_program->read(QStringLiteral("disk/") + name).toStdString();
    return files;
}

void PowerCutsTest::putOnDisk(const Files& files) const
{
    QVERIFY(QDir(disk()).removeRecursively() && QDir().mkdir(disk()));
    for (const auto& [name, bytes] : files)
        m_program->write(QStringLiteral("disk/") + QString::fromStdString(name), QByteArray::fromStdString(bytes));
}

void PowerCutsTest::initTestCase()
{
    m_program = std::make_unique<RenderProgram>();
    QVERIFY(QDir().mkdir(disk()));
    m_program->write(QStringLiteral("disk/out.png"), kOldPicture);
    const QString record = m_program->path(QStringLiteral("record"));
    m_program->environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(CNNVIS_POWER_CUT_RECORDER));
    m_program->environment.insert(QStringLiteral("CNNVIS_RECORDED_FOLDER"), disk());
    m_program->environment.insert(QStringLiteral("CNNVIS_RECORD"), record);
    const ProgramResult result = m_program->dream(
        words("--initial_image photo.png --num_sizes 2 --initial_size 120x100 --final_size 180x150 "
              "--num_steps 800 --threads 1 --progress json --session disk/kept --output_file disk/out.png"));
    for (const char* const name : {"LD_PRELOAD", "CNNVIS_RECORDED_FOLDER", "CNNVIS_RECORD"})
        m_program->environment.remove(QString::fromUtf8(name));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    m_newPicture = m_program->read(QStringLiteral("disk/out.png"));
    m_events = readRecord(record.toStdString());
    m_steps = toldSteps(m_events);
    QCOMPARE(m_steps.size(), std::size_t{1600});
    // Nothing was missed.
    RecordedDisk whole(Files{{"out.png", kOldPicture.toStdString()}});
    for (const DiskEvent& event : m_events)
        whole.apply(event);
    std::mt19937 random;
    QVERIFY(whole.afterCut(Unflushed::All, random) == contents());
}

void PowerCutsTest::theSessionGoesOn_data()
{
    QTest::addColumn<int>("cut");
    for (int cut = 0; cut < kCuts; ++cut)
        QTest::addRow("%d", cut) << cut;
}

void PowerCutsTest::theSessionGoesOn()
{
    QFETCH(const int, cut);
    std::mt19937 random(static_cast<unsigned>(cut));
    // Half of them while something is written, half at any time.
    double seconds = m_steps.front().seconds
        + (m_events.back().seconds - m_steps.front().seconds) * static_cast<double>(random() % 1000) / 1000.0;
    std::size_t count = 0;
    if (cut % 2 == 0) {
        std::vector<std::size_t> writes;
        for (std::size_t i = 0; i < m_events.size(); ++i) {
            if (m_events[i].kind != 'M')
                writes.push_back(i);
        }
        count = writes[random() % writes.size()];
        seconds = m_events[count].seconds;
    } else {
        const auto isBefore = [&](const DiskEvent& event) { return event.seconds <= seconds; };
        count = static_cast<std::size_t>(std::count_if(m_events.begin(), m_events.end(), isBefore));
    }
    RecordedDisk disk(Files{{"out.png", kOldPicture.toStdString()}});
    for (std::size_t i = 0; i < count; ++i)
        disk.apply(m_events[i]);
    putOnDisk(disk.afterCut(cut % 3 == 0 ? Unflushed::Some : Unflushed::None, random));

    const QByteArray picture = m_program->read(QStringLiteral("disk/out.png"));
    QVERIFY(picture == kOldPicture || picture == m_newPicture);
    if (!QFile::exists(this->disk() + QStringLiteral("/kept"))) {
        QVERIFY(seconds <= m_steps.front().seconds); // there was nothing to lose
        return;
    }
    {
        const SessionStore store(this->disk().toStdString() + "/kept");
        QVERIFY2(store.notes().empty(), store.notes().empty() ? "" : store.notes()[0].c_str());
        if (store.runs().empty())
            return;
        for (const RunPosition& position : store.states(1))
            store.state(1, position);
        if (!store.runs()[0].end)
            m_mostSecondsLost = std::max(m_mostSecondsLost, secondsLost(store, seconds));
    }
    if (cut % kCutsOfAResume != 0 && !qEnvironmentVariableIsSet("CNNVIS_ALL_RESUMES"))
        return;
    const ProgramResult result = m_program->run(words("--resume disk/kept --progress none"));
    QVERIFY2(result.exitCode == 0 || result.errors.contains("is finished"), result.errors.constData());
    QVERIFY(m_program->read(QStringLiteral("disk/out.png")) == m_newPicture);
    QCOMPARE(QDir(this->disk()).entryList(QDir::Files | QDir::Hidden),
        (QStringList{QStringLiteral("kept"), QStringLiteral("out.png")}));
    ++m_resumed;
}

/// Of work, before that moment.
double PowerCutsTest::secondsLost(const SessionStore& store, double cut) const
{
    const std::vector<RunPosition> states = store.states(1);
    double from = m_steps.front().seconds;
    for (const ToldStep& step : m_steps) {
        if (!states.empty() && step.position <= states.back())
            from = step.seconds;
    }
    return std::max(0.0, cut - from);
}

void PowerCutsTest::littleIsEverAtRisk()
{
    RecordedDisk disk(Files{{"out.png", kOldPicture.toStdString()}});
    std::size_t most = 0;
    for (const DiskEvent& event : m_events) {
        disk.apply(event);
        most = std::max(most, disk.bytesAtRisk("kept-wal"));
    }
    qInfo("%zu bytes at risk", most);
    // A state takes 600 kB; what is thinned out, which SQLite overwrites, waits for the next one.
    QVERIFY2(most < 6'000'000, std::to_string(most).c_str());
}

void PowerCutsTest::cleanupTestCase()
{
    qInfo("%d cuts, the worst cost %.1f s of work; %d were gone on after", kCuts, m_mostSecondsLost, m_resumed);
}

QTEST_GUILESS_MAIN(PowerCutsTest)
#include "tst_power_cuts.moc"
