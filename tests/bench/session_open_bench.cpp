// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"
#include "main_window.h"
#include "run/kept_session.h"
#include "timeline/timeline_view.h"
#include "window/session_desk.h"

#include <QApplication>
#include <QBuffer>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QImage>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include <ctime>
#include <iostream>
#include <random>
#include <string>
#include <utility>

using namespace cnnvis;

namespace {

constexpr double kMillisecond = 1e-3;
constexpr PictureSize kSize{640, 1024};

/// As packed as a dream is.
std::string smallPicture(std::mt19937& random)
{
    QImage image(640, 400, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, qRgb(x / 3, y / 2, static_cast<int>(random() % 64)));
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "JPEG", 85);
    return bytes.toStdString();
}

/// What a run of the studio leaves in its file.
class SyntheticSession {
public:
    explicit SyntheticSession(const QString& path)
        : m_store(path.toStdString(), SessionStore::Opening::OrNew)
    {
        m_settings.model = "bestiary";
        m_settings.targetLayer = "inception_4c/output";
        m_settings.initialSize = "640x1024";
        m_settings.numSteps = 1'000'000;
        m_state.size = kSize;
        m_state.settings = m_settings;
        m_state.image.resize(std::size_t{3} * kSize.height * kSize.width);
        std::normal_distribution<double> number(0.0, 50.0);
        for (double& value : m_state.image)
            value = number(m_random);
        for (int i = 0; i < 8; ++i)
            m_pictures.push_back(smallPicture(m_random));
    }

    /// @param from  the step that it leaves the first run at; 0: it is the first.
    void addRun(int from, int steps, int pictures, int states)
    {
        StoredRun run;
        if (from > 0) {
            run.parent = 1;
            run.branch = {0, from};
        }
        Journal journal;
        journal.add({{}, {}, m_settings});
        for (int turned = 1; turned <= 20; ++turned)
            journal.add({{0, turned * (from + steps) / 21}, {{"learning_rate", std::to_string(turned)}}, m_settings});
        const std::int64_t id = m_store.addRun(run, journal);
        StoredProgress progress;
        progress.firstEntry = journal.entries().size();
        for (int step = from + 1; step <= from + steps; ++step)
            progress.reports.push_back(report(step));
        m_store.add(id, progress);
        progress.reports.clear();
        for (int i = 1; i <= states; ++i) {
            m_state.steps = from + i * steps / states;
            m_state.image[static_cast<std::size_t>(m_state.steps)] = m_state.steps;
            progress.position = {0, m_state.steps};
            progress.state = m_state;
            m_store.add(id, progress);
        }
        for (int i = 1; i <= pictures; ++i)
            m_store.addSmallPicture(
                id, {0, from + i * steps / pictures}, m_pictures[static_cast<std::size_t>(i) % m_pictures.size()]);
        progress.state.reset();
        progress.end = SessionEnd::Finished;
        m_store.add(id, progress);
    }

private:
    StepReport report(int step)
    {
        std::uniform_real_distribution<double> number;
        StepReport report;
        report.size = kSize;
        report.step = step;
        report.objective = number(m_random);
        report.meanNetworkGradient = number(m_random);
        report.meanStep = number(m_random);
        for (const TermInfo& info : stepTerms())
            report.terms.push_back({info, number(m_random), number(m_random)});
        return report;
    }

    std::mt19937 m_random{1};
    SessionStore m_store;
    RunSettings m_settings;
    DreamState m_state;
    std::vector<std::string> m_pictures;
};

/// In the real window. @return  seconds until its timeline and its curves are seen, and those of the processor.
std::pair<double, double> secondsToShow(const QString& path, const QTemporaryDir& folder, int lanes)
{
    ui::WindowOptions options;
    options.sessionFolder = folder.filePath(QStringLiteral("config"));
    options.presetFolder = folder.filePath(QStringLiteral("presets"));
    options.dreamFolder = folder.filePath(QStringLiteral("dreams"));
    options.runFolder = QFileInfo(path).path();
    options.isStarting = false;
    options.preset = Preset();
    ui::MainWindow window(options);
    window.resize(1400, 900);
    window.show();
    QElapsedTimer timer;
    constexpr int kSettled = 2000;
    for (timer.start(); timer.elapsed() < kSettled;)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    timer.start();
    const std::clock_t before = std::clock();
    window.sessions().open(path);
    while (window.parts().timeline->scene().lanes.size() < lanes && timer.elapsed() < 60'000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
    window.grab();
    return {kMillisecond * static_cast<double>(timer.elapsed()),
        static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC};
}

} // namespace

/// cnn-vis-session-open-bench [STEPS [BRANCHES]]: how long a session of so many steps and branches takes to open.
int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    const QApplication app(argc, argv);
    const int steps = argc > 1 ? std::stoi(argv[1]) : 10'000;
    const int branches = argc > 2 ? std::stoi(argv[2]) : 100;
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("dream.cnnvis"));
    try {
        {
            SyntheticSession session(path);
            session.addRun(0, steps, 1500, 12);
            for (int i = 1; i <= branches; ++i)
                session.addRun(i * steps / (branches + 1), 200, 20, 1);
        }
        nlohmann::json figures{{"session_bytes", QFileInfo(path).size()}};
        {
            QElapsedTimer timer;
            timer.start();
            const std::clock_t before = std::clock();
            const ui::KeptSession session = ui::readSession(path); // and holds it
            figures["read_seconds"] = kMillisecond * static_cast<double>(timer.elapsed());
            figures["read_processor_seconds"] = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
            figures["runs"] = session.runs.size();
        }
        const auto [seconds, ofProcessor] = secondsToShow(path, folder, branches + 1);
        figures["shown_seconds"] = seconds;
        figures["shown_processor_seconds"] = ofProcessor;
        printFigures(figures, false);
    } catch (const std::exception& error) {
        std::cerr << "cnn-vis-session-open-bench: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
