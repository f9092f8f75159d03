// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "window/file_check.h"

#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include <functional>
#include <memory>

class QWidget;

namespace cnnvis::ui {

class Messages;
class NetworkCache;
class PresetDesk;
class RecentList;
class SettingsStore;

/// Opens pictures, presets and networks, however they come: dropped, chosen, named on the command line. Each is looked
/// into first, away from the ui thread; what can be used is set as one undo step, and what cannot is refused in the
/// message bar and changes nothing. Lives on the ui thread; its end waits for what is being looked into.
class FileOpening : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given.
    /// @param recentFiles, recentNetworks  in whose folders the photo and the network of a dream are looked for.
    FileOpening(SettingsStore& store, std::shared_ptr<NetworkCache> networks, Messages& messages, PresetDesk& presets,
        const RecentList& recentFiles, const RecentList& recentNetworks, QObject* parent);
    ~FileOpening() override;

    void open(const QStringList& paths);
    void choosePicture(QWidget& window);
    void choosePreset(QWidget& window);
    void chooseNetworkFolder(QWidget& window);
    /// Finds the files of a recipe where it says that they are; recipeOpened() follows.
    void lookWhereItSays(const FoundRecipe& recipe);
    /// The network that comes with the program, with a target that it has.
    void useBestiary();
    /// Whether something is being looked into.
    bool isBusy() const { return m_pending > 0; }

Q_SIGNALS:
    /// It is in use now, and worth to be remembered.
    void opened(cnnvis::ui::FileCheck::Kind kind, const QString& path);
    void refused(const QString& path);
    /// A session is to be opened, which is not looked into here.
    void sessionChosen(const QString& path);
    /// How a picture was made is to be looked at.
    void recipeOpened(const cnnvis::ui::FoundRecipe& recipe);
    /// Nothing is being looked into any more.
    void finished();

private:
    QStringList knownFolders() const;
    void check(const std::function<FileCheck(const RunSettings&, NetworkCache&)>& look);
    void take(const FileCheck& check);
    void tell(const FileCheck& check);
    void choose(QWidget& window, const QString& title, const QString& filter);

    SettingsStore& m_store;
    std::shared_ptr<NetworkCache> m_networks;
    Messages& m_messages;
    PresetDesk& m_presets;
    const RecentList& m_recentFiles;
    const RecentList& m_recentNetworks;
    QThreadPool m_pool;
    int m_pending = 0;
};

} // namespace cnnvis::ui
