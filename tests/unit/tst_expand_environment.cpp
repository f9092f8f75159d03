// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/settings_text.h"

#include <QFileInfo>
#include <QTest>

#include <string>

using namespace cnnvis;

class ExpandEnvironmentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replacesWhatIsSet_data();
    void replacesWhatIsSet();
    void knowsWhatComesWithTheProgram();
};

void ExpandEnvironmentTest::replacesWhatIsSet_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expanded");
    QTest::newRow("none") << QStringLiteral("a/b.txt") << QStringLiteral("a/b.txt");
    QTest::newRow("plain") << QStringLiteral("$CNNVIS_TEST_ROOT/a") << QStringLiteral("/opt/caffe/a");
    QTest::newRow("braces") << QStringLiteral("x${CNNVIS_TEST_ROOT}y") << QStringLiteral("x/opt/caffey");
    QTest::newRow("twice") << QStringLiteral("$CNNVIS_TEST_ROOT$CNNVIS_TEST_ROOT")
                           << QStringLiteral("/opt/caffe/opt/caffe");
    QTest::newRow("not set") << QStringLiteral("$CNNVIS_TEST_NONE/${CNNVIS_TEST_NONE}")
                             << QStringLiteral("$CNNVIS_TEST_NONE/${CNNVIS_TEST_NONE}");
    QTest::newRow("longer name") << QStringLiteral("$CNNVIS_TEST_ROOT2") << QStringLiteral("$CNNVIS_TEST_ROOT2");
    QTest::newRow("empty value") << QStringLiteral("a$CNNVIS_TEST_EMPTY-b") << QStringLiteral("a-b");
    QTest::newRow("no recursion") << QStringLiteral("$CNNVIS_TEST_LOOP") << QStringLiteral("$CNNVIS_TEST_LOOP");
    QTest::newRow("bare") << QStringLiteral("$ $$ ${ ${} $/") << QStringLiteral("$ $$ ${ ${} $/");
    QTest::newRow("open brace") << QStringLiteral("${CNNVIS_TEST_ROOT") << QStringLiteral("${CNNVIS_TEST_ROOT");
    QTest::newRow("empty") << QString() << QString();
}

void ExpandEnvironmentTest::replacesWhatIsSet()
{
    QFETCH(QString, text);
    QFETCH(QString, expanded);
    qputenv("CNNVIS_TEST_ROOT", "/opt/caffe");
    qputenv("CNNVIS_TEST_EMPTY", "");
    qputenv("CNNVIS_TEST_LOOP", "$CNNVIS_TEST_LOOP");
    qunsetenv("CNNVIS_TEST_NONE");
    qunsetenv("CNNVIS_TEST_ROOT2");
    QCOMPARE(expandEnvironment(text.toStdString()), expanded.toStdString());
}

void ExpandEnvironmentTest::knowsWhatComesWithTheProgram()
{
    qunsetenv("CNNVIS_DATA");
    const QString folder = QString::fromStdString(expandEnvironment("$CNNVIS_DATA/pictures"));
    QVERIFY2(QFileInfo(folder + QStringLiteral("/landscape.png")).isReadable(), qPrintable(folder));
    qputenv("CNNVIS_DATA", "/opt/data");
    QCOMPARE(expandEnvironment("${CNNVIS_DATA}/pictures"), std::string("/opt/data/pictures"));
    qunsetenv("CNNVIS_DATA");
}

QTEST_GUILESS_MAIN(ExpandEnvironmentTest)
#include "tst_expand_environment.moc"
