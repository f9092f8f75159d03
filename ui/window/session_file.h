// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>

namespace cnnvis::ui {

/// What the studio remembers from one time to the next.
struct SessionData {
    QByteArray geometry; ///< of the window, as Qt saves it
    QByteArray layout; ///< of docks and tool bars, as Qt saves it
    QString theme = QStringLiteral("dark");
    std::optional<QStringList> openGroups; ///< of settings; nothing: as they are at first
    bool showsAllSettings = false;
    QStringList recentFiles;
    QStringList recentNetworks;
    QByteArray settings; ///< as SettingsStore::toJson(); empty: those of the first preset
    QString presetTitle;
    QByteArray presetSettings; ///< as the preset set them, in the same form
    QVector<QPointF> tracePoints; ///< relative
    bool hasTracePoints = false;
    int snapshotInterval = 10;
    bool isShowingTiles = false;
};

/// The session as a file in the program's folder for settings, in JSON.
class SessionFile {
public:
    /// @param folder  made when something is saved first.
    explicit SessionFile(QString folder)
        : m_folder(std::move(folder))
    { }

    /// The program's folder for settings, which XDG_CONFIG_HOME and Qt's test mode move.
    static QString defaultFolder();
    QString path() const { return m_folder + QStringLiteral("/session.json"); }

    struct Loaded {
        SessionData data;
        QString problem; ///< in a line for people; empty: none
    };
    /// Defaults where there is no file. One that cannot be read is set aside as session.json.bad.
    Loaded load() const;
    /// Whole or not at all. @return  why it failed; empty when it worked.
    QString save(const SessionData& data) const;
    /// Keeps a copy of a file that is not quite right, before it is written over.
    void keepAside() const;

private:
    QString m_folder;
};

} // namespace cnnvis::ui
