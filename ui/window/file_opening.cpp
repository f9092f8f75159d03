// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/file_opening.h"

#include "cnnvis/data_folder.h"
#include "cnnvis/model_source.h"
#include "cnnvis/picture_file.h"
#include "run/network_cache.h"
#include "run/session_folder.h"
#include "settings/settings_store.h"
#include "widgets/file_dialog.h"
#include "window/messages.h"
#include "window/picture_writing.h"
#include "window/preset_desk.h"
#include "window/recent_list.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace cnnvis::ui {
namespace {

/// "*.png *.jpg …"
QString readablePictures()
{
    QStringList patterns;
    for (const std::string& ending : readablePictureEndings())
        patterns.append(QStringLiteral("*.") + QString::fromStdString(ending));
    return patterns.join(QLatin1Char(' '));
}

} // namespace

FileOpening::FileOpening(SettingsStore& store, std::shared_ptr<NetworkCache> networks, Messages& messages,
    PresetDesk& presets, const RecentList& recentFiles, const RecentList& recentNetworks, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_networks(std::move(networks))
    , m_messages(messages)
    , m_presets(presets)
    , m_recentFiles(recentFiles)
    , m_recentNetworks(recentNetworks)
{
    m_pool.setMaxThreadCount(1); // in the order in which they came
}

FileOpening::~FileOpening()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void FileOpening::open(const QStringList& paths)
{
    // A preset sets everything, so that a picture or a network that comes with it has to follow.
    QStringList sorted = paths;
    std::stable_partition(sorted.begin(), sorted.end(),
        [](const QString& path) { return path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive); });
    for (const QString& path : std::as_const(sorted)) {
        const QString absolute = QFileInfo(path).absoluteFilePath();
        if (path.endsWith(kSessionEnding)) {
            Q_EMIT sessionChosen(absolute);
            continue;
        }
        m_messages.note(tr("Opening %1 …").arg(absolute));
        check([absolute, folders = knownFolders()](const RunSettings& settings, NetworkCache& networks) {
            return checkFile(absolute, settings, folders, networks);
        });
    }
}

/// Those that the user has to do with: elsewhere, what a stranger's file names is not looked at.
QStringList FileOpening::knownFolders() const
{
    QStringList folders;
    for (const QString& path : m_recentFiles.paths())
        folders << QFileInfo(path).absolutePath();
    for (const QString& path : m_recentNetworks.paths())
        folders << path << QFileInfo(path).absolutePath();
    const RunSettings& present = m_store.settings();
    for (const std::string& path : {expandEnvironment(present.initialImage), ModelSource::of(present).folder}) {
        if (!path.empty())
            folders << QFileInfo(QFile::decodeName(QByteArray::fromStdString(path))).absolutePath();
    }
    folders << QFile::decodeName(QByteArray::fromStdString(dataFolder())) << PictureWriting::startImageFolder()
            << QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    folders.removeDuplicates();
    return folders;
}

void FileOpening::check(const std::function<FileCheck(const RunSettings&, NetworkCache&)>& look)
{
    ++m_pending;
    m_pool.start([this, look, settings = m_store.settings(), networks = m_networks] {
        const FileCheck check = look(settings, *networks);
        const auto deliver = [this, check] {
            take(check);
            if (--m_pending == 0)
                Q_EMIT finished();
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

void FileOpening::lookWhereItSays(const FoundRecipe& recipe)
{
    m_pool.start([this, recipe, folders = knownFolders()] {
        const FoundRecipe found = ui::lookWhereItSays(recipe, folders);
        QMetaObject::invokeMethod(
            this, [this, found] { Q_EMIT recipeOpened(found); }, Qt::QueuedConnection);
    });
}

void FileOpening::take(const FileCheck& check)
{
    const QString name = QFileInfo(check.path).fileName();
    QString problem = check.problem;
    if (problem.isEmpty() && check.kind == FileCheck::Kind::Preset) {
        m_presets.apply(*check.preset, QFileInfo(check.path).completeBaseName());
    } else if (problem.isEmpty() && check.kind == FileCheck::Kind::Recipe) {
        Q_EMIT recipeOpened(*check.recipe);
    } else if (problem.isEmpty()) {
        const bool isPicture = check.kind == FileCheck::Kind::Picture;
        problem = m_store.apply(
            check.change, isPicture ? tr("Open the picture %1").arg(name) : tr("Open the network %1").arg(name));
    }
    if (!problem.isEmpty()) {
        m_messages.error(tr("%1 was not opened. %2").arg(name, problem));
        Q_EMIT refused(check.path);
        return;
    }
    tell(check);
    Q_EMIT opened(check.kind, check.path);
}

void FileOpening::tell(const FileCheck& check)
{
    const QString name = QFileInfo(check.path).fileName();
    if (check.kind == FileCheck::Kind::Picture && check.recipe)
        m_messages.info(tr("%1 carries how it was made.").arg(name), tr("How it was made…"),
            [this, recipe = *check.recipe] { Q_EMIT recipeOpened(recipe); });
    else if (check.note.isEmpty())
        m_messages.note(tr("Opened %1").arg(check.path));
    else if (check.kind == FileCheck::Kind::Picture)
        m_messages.info(tr("%1: %2.").arg(name, check.note));
    else
        m_messages.info(tr("%1 is the network now. %2").arg(name, check.note));
}

void FileOpening::useBestiary()
{
    check([](const RunSettings& settings, NetworkCache& networks) {
        return checkNetwork(QString::fromLatin1(kBuiltInNetwork), settings, networks);
    });
}

void FileOpening::choose(QWidget& window, const QString& title, const QString& filter)
{
    auto* dialog = makeFileDialog(&window, title);
    dialog->setObjectName(QStringLiteral("openDialog"));
    if (filter.isEmpty()) {
        dialog->setFileMode(QFileDialog::Directory);
    } else {
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setNameFilters({filter, tr("All files (*)")});
    }
    connect(dialog, &QFileDialog::filesSelected, this, &FileOpening::open);
    dialog->open();
}

void FileOpening::choosePicture(QWidget& window)
{
    choose(window, tr("Open a picture to start from"), tr("Pictures (%1)").arg(readablePictures()));
}

void FileOpening::choosePreset(QWidget& window)
{
    choose(window, tr("Open a preset"), tr("Presets (*.json)"));
}

void FileOpening::chooseNetworkFolder(QWidget& window)
{
    choose(window, tr("Open the folder of a network"), {});
}

} // namespace cnnvis::ui
