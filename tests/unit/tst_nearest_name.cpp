// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/nearest_name.h"

#include <QTest>

#include <string>
#include <vector>

using namespace cnnvis;

class NearestNameTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ignoresCaseAndDashes();
    void refusesWhatIsMoreThanHalfTheNameAway();
    void takesTheNearestAndTheFirstOfEquals();
    void isQuickForHugeNames();
};

void NearestNameTest::ignoresCaseAndDashes()
{
    const std::vector<std::string> names{"conv1/7x7_s2", "inception_4a/output", "inception_4a/pool"};
    QCOMPARE(nearestName("INCEPTION_4A/outptu", names), std::string("inception_4a/output"));
    QCOMPARE(nearestName("--conv1/7x7_s2-", names), std::string("conv1/7x7_s2"));
}

void NearestNameTest::refusesWhatIsMoreThanHalfTheNameAway()
{
    QCOMPARE(nearestName("abcd", {"abxy"}), std::string("abxy"));
    QCOMPARE(nearestName("abcd", {"axyz"}), std::string());
    QCOMPARE(nearestName("ab", {"cd"}), std::string());
    QCOMPARE(nearestName("anything", {}), std::string());
    QCOMPARE(nearestName("", {"a"}), std::string());
}

void NearestNameTest::takesTheNearestAndTheFirstOfEquals()
{
    QCOMPARE(nearestName("kitten", {"sitting", "mitten", "bitten"}), std::string("mitten"));
    QCOMPARE(nearestName("abc", {"abcd", "abc"}), std::string("abc"));
}

void NearestNameTest::isQuickForHugeNames()
{
    QCOMPARE(nearestName(std::string(10000000, 'a'), {"inception_4a/pool"}), std::string());
}

QTEST_GUILESS_MAIN(NearestNameTest)
#include "tst_nearest_name.moc"
