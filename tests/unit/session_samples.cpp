// SPDX-License-Identifier: GPL-3.0-or-later
#include "session_samples.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

namespace cnnvis::test {

DreamState randomState(unsigned seed, PictureSize size)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> number(0.0, 50.0);
    DreamState state;
    state.sizeIndex = static_cast<int>(seed % 3);
    state.steps = static_cast<int>(seed % 100);
    state.isHalfDone = seed % 2 == 1;
    state.learningRate = number(random);
    state.tvStrength = number(random) * 1e-30;
    state.size = size;
    state.image.resize(static_cast<std::size_t>(3) * static_cast<std::size_t>(size.height * size.width));
    std::generate(state.image.begin(), state.image.end(), [&] { return number(random); });
    state.memory.resize(seed % 3);
    for (std::vector<float>& plane : state.memory) {
        plane.resize(state.image.size() + seed % 7);
        std::generate(plane.begin(), plane.end(), [&] { return static_cast<float>(number(random)); });
    }
    state.openHalf = {seed % 5 == 0, static_cast<int>(seed % 4), number(random), std::vector<float>(seed % 1000, 0.1F)};
    state.settings.learningRate = std::abs(number(random)) / 3.0;
    state.settings.targetLayer = "inception_4c/output";
    state.settings.outputFile = "dream.png";
    state.batchSize = 1 + static_cast<int>(seed % 8);
    state.givenBatch = static_cast<int>(seed % 2);
    return state;
}

bool isEqual(const DreamState& a, const DreamState& b)
{
    const OpenHalf& x = a.openHalf;
    const OpenHalf& y = b.openHalf;
    return a.sizeIndex == b.sizeIndex && a.steps == b.steps && a.isHalfDone == b.isHalfDone
        && a.learningRate == b.learningRate && a.tvStrength == b.tvStrength && a.size == b.size && a.image == b.image
        && a.memory == b.memory && x.isNormalised == y.isNormalised && x.computed == y.computed
        && x.gradientSum == y.gradientSum && x.gradients == y.gradients && a.batchSize == b.batchSize
        && a.givenBatch == b.givenBatch && settingsDifference(a.settings, b.settings).empty();
}

Journal journalOf(unsigned seed, int changes)
{
    DreamOrigin origin;
    origin.program = "0.2.0";
    origin.threads = 2;
    origin.startPixels = PixelDigest{4, 5, std::string(64, 'c')};
    Journal journal(origin);
    JournalEntry entry;
    entry.settings.seed = seed;
    entry.settings.outputFile = "dream.png";
    journal.add(entry);
    for (int i = 1; i <= changes; ++i) {
        entry.after = {0, 10 * i, 0};
        entry.change = {{"learning_rate", std::to_string(i)}, {"tv_reg", "0.1"}};
        applyChange(entry.settings, entry.change);
        journal.add(entry);
    }
    return journal;
}

StoredRun newRun()
{
    StoredRun run;
    run.start.settings.outputFile = "dream.png";
    return run;
}

bool isEqual(const Journal& a, const Journal& b)
{
    const auto isSame = [](const JournalEntry& x, const JournalEntry& y) {
        return x.after == y.after && settingsDifference(x.settings, y.settings).empty();
    };
    const RunPosition end{9, 9, 9};
    return recipeToJson(a.recipeAt(end)) == recipeToJson(b.recipeAt(end))
        && std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(), b.entries().end(), isSame);
}

StoredProgress progressOf(unsigned seed, PictureSize size)
{
    StoredProgress progress;
    progress.position = {0, static_cast<int>(seed), 0};
    progress.state = randomState(seed, size);
    return progress;
}

void SessionTestBase::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = path("session.cnnvis");
}

std::string SessionTestBase::path(const char* name) const
{
    return m_folder->filePath(QString::fromUtf8(name)).toStdString();
}

QByteArray SessionTestBase::bytes(const std::string& path) const
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArrayLiteral("(cannot be opened)");
}

void SessionTestBase::write(const std::string& path, const QByteArray& bytes) const
{
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

QStringList SessionTestBase::names() const
{
    return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden);
}

SessionStore SessionTestBase::newStore() const
{
    return SessionStore(m_path, SessionStore::Opening::OrNew);
}

void SessionTestBase::makeSession() const
{
    SessionStore store = newStore();
    for (unsigned run = 1; run <= 2; ++run) {
        const std::int64_t id = store.addRun(newRun(), journalOf(run, 3));
        for (unsigned seed = 1; seed <= 5; ++seed) {
            StoredProgress progress = progressOf(10 * run + seed);
            progress.reports.resize(1);
            progress.reports[0].step = static_cast<int>(seed);
            store.add(id, progress);
        }
        store.addSmallPicture(id, {0, 5, 0}, std::string(3000, 'x'));
    }
}

} // namespace cnnvis::test
