// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/state_history.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace cnnvis;

namespace {

/// Of 800 bytes.
StateHistory::State stateAt(int sizeIndex, int steps)
{
    auto state = std::make_shared<SessionResume>();
    state->state.sizeIndex = sizeIndex;
    state->state.steps = steps;
    state->state.image.resize(50);
    state->state.memory = {std::vector<float>(100)};
    return state;
}

} // namespace

class StateHistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheLastUpToAPosition();
    void staysWithinItsBudget();
    void isDenseNearNowAndThinsOutBehind();
    void keepsTheFirstAndTheNewest();
    void thinsOutWhenTheBudgetShrinks();
};

void StateHistoryTest::findsTheLastUpToAPosition()
{
    StateHistory history(1 << 20);
    QVERIFY(history.atOrBefore({9, 9}) == nullptr);
    for (const RunPosition& position : {RunPosition{0, 0}, RunPosition{0, 5}, RunPosition{1, 0}, RunPosition{1, 7}})
        history.add(stateAt(position.sizeIndex, position.steps));
    history.add(stateAt(0, 6)); // behind: nothing happens
    QCOMPARE(history.positions().size(), std::size_t{4});
    QCOMPARE(history.bytes(), std::int64_t{4 * 800});
    QCOMPARE(history.atOrBefore({0, 4})->state.steps, 0);
    QCOMPARE(history.atOrBefore({0, 5})->state.steps, 5);
    QCOMPARE(history.atOrBefore({0, 99})->state.steps, 5);
    QCOMPARE(history.atOrBefore({1, 3})->state.sizeIndex, 1);
    QCOMPARE(history.atOrBefore({9, 9})->state.steps, 7);
    QCOMPARE(history.upTo({1, 0}).positions().size(), std::size_t{3});
}

void StateHistoryTest::staysWithinItsBudget()
{
    StateHistory history(20 * 800);
    for (int step = 0; step < 1000; ++step) {
        history.add(stateAt(step / 300, step % 300));
        QVERIFY(history.bytes() <= 20 * 800);
        QCOMPARE(history.bytes(), static_cast<std::int64_t>(history.positions().size()) * 800);
    }
    QCOMPARE(history.positions().size(), std::size_t{20});
}

void StateHistoryTest::isDenseNearNowAndThinsOutBehind()
{
    StateHistory history(20 * 800);
    for (int step = 0; step <= 1000; ++step)
        history.add(stateAt(0, step));
    const std::vector<RunPosition> kept = history.positions();
    QCOMPARE(kept.back().steps, 1000);
    QCOMPARE(kept[kept.size() - 2].steps, 999);
    for (std::size_t i = 1; i + 1 < kept.size(); ++i) {
        // A gap is never more than about as long as it is ago.
        const int gap = kept[i].steps - kept[i - 1].steps;
        QVERIFY2(gap <= 2 * (1000 - kept[i].steps) + 2, qPrintable(QString::number(kept[i].steps)));
    }
    // The newer half has more than the older.
    const auto newer =
        std::count_if(kept.begin(), kept.end(), [](const RunPosition& position) { return position.steps > 500; });
    QVERIFY(newer > static_cast<int>(kept.size()) / 2);
}

void StateHistoryTest::keepsTheFirstAndTheNewest()
{
    StateHistory history(1);
    for (int step = 0; step < 50; ++step)
        history.add(stateAt(0, step));
    const std::vector<RunPosition> kept = history.positions();
    QCOMPARE(kept.size(), std::size_t{2});
    QCOMPARE(kept[0].steps, 0);
    QCOMPARE(kept[1].steps, 49);
}

void StateHistoryTest::thinsOutWhenTheBudgetShrinks()
{
    StateHistory history(50 * 800);
    for (int step = 0; step < 50; ++step)
        history.add(stateAt(0, step));
    history.setLimits(10 * 800, 2);
    QCOMPARE(history.positions().size(), std::size_t{10});
    history.setLimits(0, 1);
    QCOMPARE(history.positions().size(), std::size_t{1});
    QCOMPARE(history.positions()[0].steps, 49);
    history.setLimits(0, 0);
    QCOMPARE(history.bytes(), std::int64_t{0});
}

QTEST_GUILESS_MAIN(StateHistoryTest)
#include "tst_state_history.moc"
