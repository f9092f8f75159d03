// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/film_desk.h"

#include "cnnvis/film_writer.h"
#include "cnnvis/output_sink.h"
#include "cnnvis/session.h"
#include "widgets/file_dialog.h"
#include "widgets/picture_image.h"
#include "widgets/window_words.h"
#include "window/messages.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QImage>
#include <QLabel>
#include <QProgressDialog>
#include <QSettings>
#include <QStandardPaths>
#include <QUrl>

#include <optional>
#include <utility>

namespace cnnvis::ui {
namespace {

constexpr int kProgressSteps = 1000;

QString folderKey()
{
    return QStringLiteral("film/folder");
}

QString filterKey()
{
    return QStringLiteral("film/format");
}

/// Where the last film went; at first the user's films.
QString lastFolder()
{
    const QString last = QSettings().value(folderKey()).toString();
    if (!last.isEmpty() && QFileInfo(last).isDir())
        return last;
    const QString films = QStandardPaths::writableLocation(QStandardPaths::MoviesLocation);
    return QFileInfo(films).isDir() ? films : QDir::homePath();
}

QString endingOfFilter(const QString& filter)
{
    return filter.section(QStringLiteral("*."), 1).chopped(1);
}

/// The picture after each step of a session that does them all.
class FilmOfSession final : public OutputSink {
public:
    FilmOfSession(std::string path, std::function<void(double)> tell)
        : m_path(std::move(path))
        , m_tell(std::move(tell))
    { }
    void preparing(const RunSettings& /*settings*/) override { FilmWriter::check(m_path); }
    void started(const SessionStart& start) override
    {
        m_film.emplace(m_path, start.dream.plan().sizes.back().size);
        m_film->add(start.dream.picture());
    }
    void stepDone(const StepReport& /*report*/, const SessionProgress& progress, const Dream& dream) override
    {
        m_film->add(dream.picture());
        m_tell(progress.fractionDone);
    }
    void finish() { m_film->finish(); }

private:
    std::string m_path;
    std::function<void(double)> m_tell;
    std::optional<FilmWriter> m_film;
};

std::string filmOfReplay(
    const std::string& path, const DreamRecipe& recipe, RunControl& control, const std::function<void(double)>& tell)
{
    SessionRequest request;
    request.settings = recipe.settings;
    request.script = RunScript(recipe);
    request.wantsDeepPicture = false;
    FilmOfSession film(path, tell);
    Session session(std::move(request), control);
    session.add(film);
    const SessionOutcome outcome = session.run();
    if (outcome.end == SessionEnd::Finished && outcome.problem.isEmpty())
        film.finish();
    return outcome.problem.message;
}

std::string filmOfFrames(const std::string& path, const std::vector<QByteArray>& frames, const RunControl& control,
    const std::function<void(double)>& tell)
{
    FilmWriter::check(path);
    const Picture last = pictureOf(QImage::fromData(frames.back(), "JPEG"));
    FilmWriter film(path, last.size());
    for (std::size_t i = 0; i < frames.size() && !control.isStopRequested(); ++i) {
        film.add(i + 1 == frames.size() ? last : pictureOf(QImage::fromData(frames[i], "JPEG")));
        tell(static_cast<double>(i + 1) / static_cast<double>(frames.size()));
    }
    if (!control.isStopRequested())
        film.finish();
    return {};
}

/// A row for what the film is made from below those of the dialog, which has to be Qt's own for that.
QComboBox* addSources(QFileDialog& dialog, const FilmSource& source)
{
    dialog.setOption(QFileDialog::DontUseNativeDialog);
    auto* sources = new QComboBox(&dialog);
    sources->setObjectName(QStringLiteral("filmSource"));
    sources->addItem(FilmDesk::tr("every step (%1), dreamt again at full size").arg(source.steps));
    if (!source.frames.empty())
        sources->addItem(FilmDesk::tr("the small pictures that were kept (%1), at once").arg(source.frames.size()));
    sources->setToolTip(FilmDesk::tr("Dreaming again takes as long as the dream did; you can go on meanwhile"));
    auto* label = new QLabel(FilmDesk::tr("Made &from:"), &dialog);
    label->setBuddy(sources);
    if (auto* const grid = qobject_cast<QGridLayout*>(dialog.layout())) {
        const int row = grid->rowCount();
        grid->addWidget(label, row, 0);
        grid->addWidget(sources, row, 1, Qt::AlignLeft);
    }
    return sources;
}

} // namespace

FilmDesk::FilmDesk(QWidget& window, Messages& messages, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_messages(messages)
    , m_thread(QStringLiteral("film"))
{ }

FilmDesk::~FilmDesk()
{
    if (m_control)
        m_control->requestStop();
    delete m_progress;
}

void FilmDesk::offer(const FilmSource& source)
{
    if (m_control) {
        m_messages.info(tr("A film is being made already. Wait for it, or cancel it."));
        return;
    }
    auto* const dialog = makeFileDialog(&m_window, tr("Make a film"), lastFolder());
    dialog->setObjectName(QStringLiteral("filmDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QComboBox* const sources = addSources(*dialog, source);
    const QStringList filters{tr("Film (%1)").arg(QStringLiteral("*.mp4")),
        tr("Film (%1)").arg(QStringLiteral("*.webm")), tr("Animated picture (%1)").arg(QStringLiteral("*.gif")),
        tr("Numbered pictures (%1)").arg(QStringLiteral("*.png"))};
    dialog->setNameFilters(filters);
    const QString last = QSettings().value(filterKey()).toString();
    dialog->selectNameFilter(filters.contains(last) ? last : filters.first());
    dialog->setDefaultSuffix(endingOfFilter(dialog->selectedNameFilter()));
    connect(dialog, &QFileDialog::filterSelected, dialog,
        [dialog](const QString& filter) { dialog->setDefaultSuffix(endingOfFilter(filter)); });
    dialog->selectFile(source.name);
    connect(dialog, &QDialog::accepted, this, [this, dialog, sources, source] {
        const QString path = dialog->selectedFiles().value(0);
        QSettings settings;
        settings.setValue(folderKey(), QFileInfo(path).absolutePath());
        settings.setValue(filterKey(), dialog->selectedNameFilter());
        const std::string file = QFile::encodeName(path).toStdString();
        if (sources->currentIndex() == 0)
            make(path, [file, recipe = source.recipe](RunControl& control, const std::function<void(double)>& tell) {
                return filmOfReplay(file, recipe, control, tell);
            });
        else
            make(path, [file, frames = source.frames](RunControl& control, const std::function<void(double)>& tell) {
                return filmOfFrames(file, frames, control, tell);
            });
    });
    dialog->open();
}

void FilmDesk::make(const QString& path, const Making& making)
{
    m_control = std::make_shared<RunControl>();
    m_progress = new QProgressDialog(
        tr("Making the film %1").arg(QFileInfo(path).fileName()), tr("Cancel"), 0, kProgressSteps, &m_window);
    m_progress->setObjectName(QStringLiteral("filmProgress"));
    m_progress->setWindowTitle(tr("Film"));
    m_progress->setAutoReset(false);
    m_progress->setAutoClose(false);
    connect(m_progress, &QProgressDialog::canceled, this, [control = m_control] { control->requestStop(); });
    const auto tell = [this, last = std::make_shared<int>(0)](double fraction) {
        const int done = static_cast<int>(fraction * kProgressSteps);
        if (done <= std::exchange(*last, done))
            return; // the same to the eye
        const auto show = [this, done] {
            if (m_progress)
                m_progress->setValue(done);
        };
        QMetaObject::invokeMethod(this, show, Qt::QueuedConnection);
    };
    m_thread.post([this, path, making, tell, control = m_control] {
        QString problem;
        try {
            problem = inWindowWords(making(*control, tell));
        } catch (const std::exception& error) {
            problem = inWindowWords(error);
        }
        const bool isStopped = control->isStopRequested();
        QMetaObject::invokeMethod(
            this, [this, path, problem, isStopped] { finish(path, problem, isStopped); }, Qt::QueuedConnection);
    });
}

void FilmDesk::finish(const QString& path, const QString& problem, bool isStopped)
{
    m_control.reset();
    delete m_progress;
    if (isStopped) {
        m_messages.note(tr("The film was broken off."));
    } else if (!problem.isEmpty()) {
        m_messages.error(tr("No film was made. %1").arg(problem));
    } else {
        m_messages.info(tr("Made the film %1").arg(QDir::toNativeSeparators(path)), tr("Open the folder"),
            [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath())); });
        Q_EMIT made(path);
    }
}

} // namespace cnnvis::ui
