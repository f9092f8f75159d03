// SPDX-License-Identifier: GPL-3.0-or-later
#include "machine/onednn_library.h"

#include <QTest>

#include <dnnl.h>

#include <memory>
#include <string>

#include <dlfcn.h>

using namespace cnnvis;

namespace {

std::string own(const dnnl_version_t& version)
{
    return std::to_string(version.major) + "." + std::to_string(version.minor) + "." + std::to_string(version.patch);
}

} // namespace

class OneDnnLibraryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysItsVersion();
    void isReliableBesideThisLibTorch();
    void isNotReliableBesideAnotherThatShows();
    void doesNotMindLibrariesWithoutOneDnn();
};

void OneDnnLibraryTest::saysItsVersion()
{
    QCOMPARE(onednn::libraryVersion(), own(*dnnl_version()));
    QVERIFY(onednn::libraryVersion().rfind(std::to_string(DNNL_VERSION_MAJOR) + ".", 0) == 0);
}

void OneDnnLibraryTest::isReliableBesideThisLibTorch()
{
    QCOMPARE(onednn::libraryProblem(), std::string());
}

void OneDnnLibraryTest::isNotReliableBesideAnotherThatShows()
{
    const auto close = [](void* library) { dlclose(library); };
    const std::unique_ptr<void, decltype(close)> foreign(dlopen(CNNVIS_FOREIGN_ONEDNN, RTLD_NOW | RTLD_LOCAL), close);
    QVERIFY2(foreign != nullptr, dlerror());
    const std::string problem = onednn::libraryProblem(CNNVIS_FOREIGN_ONEDNN);
    QVERIFY2(problem.find("foreign_onednn") != std::string::npos, problem.c_str());
    QVERIFY2(problem.find("take another LibTorch") != std::string::npos, problem.c_str());
}

void OneDnnLibraryTest::doesNotMindLibrariesWithoutOneDnn()
{
    QCOMPARE(onednn::libraryProblem("libm.so.6"), std::string());
    QCOMPARE(onednn::libraryProblem("no such library"), std::string());
}

QTEST_GUILESS_MAIN(OneDnnLibraryTest)
#include "tst_onednn_library.moc"
