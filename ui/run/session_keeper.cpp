// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/session_keeper.h"

#include "widgets/window_words.h"

#include <QCoreApplication>
#include <QFile>

#include <utility>

namespace cnnvis::ui {

SessionKeeper::SessionKeeper(
    const QString& path, StoredRun run, std::function<void(const QString&)> tell, std::function<FileTurn()> takeTurn)
    : m_tell(std::move(tell))
    , m_takeTurn(std::move(takeTurn))
{
    RecorderOptions options;
    options.secondsApart = 4.0;
    options.widest = 4.0; // the studio has many more in memory
    options.tell = [this](const std::string& problem) { m_tell(inWindowWords(problem)); };
    if (!path.isEmpty())
        m_recorder.emplace(QFile::encodeName(path).toStdString(), std::move(run), std::move(options));
}

template <typename Action>
void SessionKeeper::attempt(const Action& action)
{
    if (!m_recorder)
        return;
    try {
        action(*m_recorder);
    } catch (const std::exception& error) {
        m_recorder.reset();
        m_tell(inWindowWords(error));
    }
}

void SessionKeeper::addSmallPicture(const RunPosition& position, const QByteArray& jpeg)
{
    attempt([&](SessionRecorder& recorder) { recorder.addSmallPicture(position, jpeg.toStdString()); });
}

void SessionKeeper::saveCopy(const QString& path, std::function<void(const QString& problem)> tell)
{
    if (!m_recorder)
        return tell(QCoreApplication::translate("SessionKeeper", "This dream is not kept on disk."));
    m_recorder->saveCopy(QFile::encodeName(path).toStdString(), [tell = std::move(tell)](const std::string& problem) {
        tell(problem.empty() ? QString() : inWindowWords(problem));
    });
}

void SessionKeeper::preparing(const RunSettings& settings)
{
    const FileTurn turn = m_takeTurn();
    if (turn)
        attempt([&](SessionRecorder& recorder) { recorder.preparing(settings); });
    else
        m_recorder.reset();
}

void SessionKeeper::started(const SessionStart& start)
{
    attempt([&](SessionRecorder& recorder) { recorder.started(start); });
}

void SessionKeeper::scriptReplaced(const DreamRecipe& script)
{
    attempt([&](SessionRecorder& recorder) { recorder.scriptReplaced(script); });
}

void SessionKeeper::stepStarting(const Dream& dream)
{
    attempt([&](SessionRecorder& recorder) { recorder.stepStarting(dream); });
}

void SessionKeeper::stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream)
{
    attempt([&](SessionRecorder& recorder) { recorder.stepDone(report, progress, dream); });
}

void SessionKeeper::held(const Dream& dream)
{
    attempt([&](SessionRecorder& recorder) { recorder.held(dream); });
}

void SessionKeeper::ending(const Picture& picture, const Dream& dream)
{
    attempt([&](SessionRecorder& recorder) { recorder.ending(picture, dream); });
}

void SessionKeeper::ended(const SessionOutcome& outcome)
{
    attempt([&](SessionRecorder& recorder) { recorder.ended(outcome); });
}

} // namespace cnnvis::ui
