// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_text.h"

#include <QImage>
#include <QObject>
#include <QSet>
#include <QString>

#include <optional>
#include <vector>

namespace cnnvis::ui {

/// A preset that the user saved.
struct OwnPreset {
    QString id; ///< the file's name without its ending; stays when the preset is renamed
    Preset preset; ///< its title is its name
    QImage thumbnail; ///< may be null
};

/// The user's own presets: a folder of JSON files, each with a small picture beside it, and a list of those with a star
/// (built-in ones may have one too). Lives on the ui thread; files are small.
///
/// A name is only ever a title: files get names of their own making, so that no title can lead out of the folder. Every
/// file is written whole or not at all. What cannot be read as a preset is set aside under another ending, never
/// deleted.
class PresetStore : public QObject {
    Q_OBJECT

public:
    /// @param folder  made when the first preset is saved.
    explicit PresetStore(const QString& folder = defaultFolder(), QObject* parent = nullptr);

    /// "presets" in the program's folder for data.
    static QString defaultFolder();
    const QString& folder() const { return m_folder; }

    /// Reads the folder. Call it after problemFound() is connected.
    void load();

    /// By title, as people sort.
    const std::vector<OwnPreset>& presets() const { return m_presets; }
    const OwnPreset* find(const QString& id) const;
    const OwnPreset* findTitle(const QString& title) const;
    /// The title as it would be saved: without control characters, of a bearable length. Empty ones cannot be saved.
    static QString cleanTitle(const QString& title);
    /// A file's name for a title, without an ending: small letters, digits and dashes, which every file system takes
    /// and which lead nowhere.
    static QString fileNameOf(const QString& title);

    /// Saves under the preset's title, in place of the preset that has it.
    /// @return  its id; empty when it failed, which problemFound() tells.
    QString save(const Preset& preset, const QImage& thumbnail = {});
    /// @return  whether it worked; a title that another one has is refused.
    bool rename(const QString& id, const QString& title);
    /// Deletes the file, and the star. @return  what it was, for save() to bring back; nothing when it failed.
    std::optional<OwnPreset> remove(const QString& id);
    /// Copies a preset from a file: JSON, or a picture with the settings that made it. One without a title gets the
    /// file's name, one with a title that is there already a number.
    /// @return  its id; empty when it failed.
    QString importFile(const QString& path);
    /// Writes any preset as JSON to a place of the user's. @return  whether it worked.
    bool exportPreset(const Preset& preset, const QString& path);

    /// What a preset is called in the list of stars.
    /// @{
    static QString ownKey(const QString& id) { return QStringLiteral("own:") + id; }
    static QString builtInKey(const QString& name) { return QStringLiteral("built-in:") + name; }
    /// @}
    bool isStarred(const QString& key) const { return m_starred.contains(key); }
    void setStarred(const QString& key, bool isStarred);

Q_SIGNALS:
    /// The presets or their stars changed.
    void changed();
    /// Something did not work, in a line for people.
    void problemFound(const QString& message);

private:
    void readPreset(const QString& fileName);
    void setAside(const QString& fileName, const QString& reason);
    void readStars();
    void writeStars();
    bool write(const QString& fileName, const QByteArray& bytes, const QString& title);
    void put(OwnPreset preset);
    QString newId(const QString& title) const;
    QString freeTitle(const QString& title) const;
    QString path(const QString& fileName) const { return m_folder + QLatin1Char('/') + fileName; }
    void sortByTitle();

    QString m_folder;
    std::vector<OwnPreset> m_presets;
    QSet<QString> m_starred;
};

} // namespace cnnvis::ui
