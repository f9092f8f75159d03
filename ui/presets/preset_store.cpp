// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_store.h"

#include "cnnvis/error.h"
#include "cnnvis/output_file.h"
#include "preset_library.h"

#include <QBuffer>
#include <QCollator>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QLocale>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace cnnvis::ui {
namespace {

constexpr int kLongestTitle = 80;
constexpr int kThumbnailWidth = 480;
const QString kPresetEnding = QStringLiteral(".json");
const QString kPictureEnding = QStringLiteral(".jpg");
const QString kStars = QStringLiteral("starred.txt");

QString messageOf(const std::exception& error)
{
    return QString::fromUtf8(error.what());
}

QString titleOf(const OwnPreset& own)
{
    return QString::fromStdString(own.preset.title);
}

QByteArray jpegOf(const QImage& picture)
{
    constexpr int kQuality = 88;
    const QImage small =
        picture.width() > kThumbnailWidth ? picture.scaledToWidth(kThumbnailWidth, Qt::SmoothTransformation) : picture;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    small.save(&buffer, "JPEG", kQuality);
    return bytes;
}

/// A thumbnail, or none where the file is something else.
QImage readThumbnail(const QString& path)
{
    constexpr int kMostPixels = 4096;
    QImageReader reader(path, "JPEG");
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > kMostPixels || size.height() > kMostPixels)
        return {};
    return reader.read();
}

} // namespace

PresetStore::PresetStore(const QString& folder, QObject* parent)
    : QObject(parent)
    , m_folder(folder)
{ }

QString PresetStore::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/presets");
}

void PresetStore::load()
{
    m_presets.clear();
    removeLeftovers(QFile::encodeName(m_folder).toStdString());
    const QDir folder(m_folder);
    for (const QString& fileName :
        folder.entryList({QLatin1Char('*') + kPresetEnding}, QDir::Files | QDir::CaseSensitive, QDir::Name))
        readPreset(fileName);
    sortByTitle();
    readStars();
    Q_EMIT changed();
}

void PresetStore::readPreset(const QString& fileName)
{
    const QString file = path(fileName);
    if (!QFileInfo(file).isReadable()) {
        Q_EMIT problemFound(tr("The preset %1 cannot be read; allow it with chmod.").arg(file));
        return;
    }
    try {
        OwnPreset own;
        own.id = fileName.chopped(kPresetEnding.size());
        own.preset = readPresetFile(file.toStdString());
        const QString title = cleanTitle(titleOf(own));
        own.preset.title = (title.isEmpty() ? own.id : title).toStdString();
        own.thumbnail = readThumbnail(path(own.id + kPictureEnding));
        m_presets.push_back(std::move(own));
    } catch (const std::exception& error) {
        setAside(fileName, messageOf(error));
    }
}

void PresetStore::setAside(const QString& fileName, const QString& reason)
{
    QString aside = fileName + QStringLiteral(".damaged");
    for (int number = 2; QFileInfo::exists(path(aside)); ++number)
        aside = fileName + QStringLiteral(".damaged-%1").arg(number);
    const bool isMoved = QFile::rename(path(fileName), path(aside));
    Q_EMIT problemFound(isMoved ? tr("A preset cannot be used and was set aside as %1: %2").arg(path(aside), reason)
                                : tr("A preset cannot be used: %1").arg(reason));
}

void PresetStore::readStars()
{
    constexpr qint64 kMostBytes = 256 * 1024;
    m_starred.clear();
    QFile file(path(kStars));
    if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly))
        return;
    for (const QByteArray& line : file.read(kMostBytes).split('\n')) {
        const QString key = QString::fromUtf8(line).trimmed();
        if (!key.isEmpty())
            m_starred.insert(key);
    }
}

void PresetStore::writeStars()
{
    QStringList keys(m_starred.cbegin(), m_starred.cend());
    keys.sort();
    write(kStars, (keys.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8(), tr("the stars"));
}

const OwnPreset* PresetStore::find(const QString& id) const
{
    const auto found =
        std::find_if(m_presets.begin(), m_presets.end(), [&id](const OwnPreset& own) { return own.id == id; });
    return found == m_presets.end() ? nullptr : &*found;
}

const OwnPreset* PresetStore::findTitle(const QString& title) const
{
    const QString wanted = cleanTitle(title);
    const auto found = std::find_if(m_presets.begin(), m_presets.end(),
        [&wanted](const OwnPreset& own) { return titleOf(own).compare(wanted, Qt::CaseInsensitive) == 0; });
    return found == m_presets.end() ? nullptr : &*found;
}

QString PresetStore::cleanTitle(const QString& title)
{
    QString clean = title;
    for (QChar& letter : clean) {
        if (!letter.isPrint() && !letter.isSurrogate())
            letter = QLatin1Char(' ');
    }
    clean = clean.simplified();
    clean.truncate(kLongestTitle);
    if (!clean.isEmpty() && clean.back().isHighSurrogate())
        clean.chop(1);
    return clean.trimmed();
}

QString PresetStore::fileNameOf(const QString& title)
{
    constexpr int kLongest = 40;
    QString name;
    for (const QChar letter : title.normalized(QString::NormalizationForm_KD).toLower()) {
        const bool isPlain = (letter >= QLatin1Char('a') && letter <= QLatin1Char('z'))
            || (letter >= QLatin1Char('0') && letter <= QLatin1Char('9'));
        if (isPlain)
            name += letter;
        else if (!letter.isMark() && !name.isEmpty() && !name.endsWith(QLatin1Char('-')))
            name += QLatin1Char('-');
    }
    name.truncate(kLongest);
    while (name.endsWith(QLatin1Char('-')))
        name.chop(1);
    return name.isEmpty() ? QStringLiteral("preset") : name;
}

QString PresetStore::newId(const QString& title) const
{
    const QString base = fileNameOf(title);
    QString id = base;
    // Files that were set aside or cannot be read keep their names.
    for (int number = 2; find(id) != nullptr || QFileInfo::exists(path(id + kPresetEnding)); ++number)
        id = QStringLiteral("%1-%2").arg(base).arg(number);
    return id;
}

QString PresetStore::freeTitle(const QString& title) const
{
    QString free = cleanTitle(title);
    for (int number = 2; findTitle(free) != nullptr; ++number) {
        const QString suffix = QStringLiteral(" %1").arg(number);
        free = cleanTitle(title).left(kLongestTitle - suffix.size()) + suffix;
    }
    return free;
}

bool PresetStore::write(const QString& fileName, const QByteArray& bytes, const QString& title)
{
    QString reason;
    if (!QDir().mkpath(m_folder))
        reason = tr("the folder %1 cannot be made").arg(m_folder);
    else
        reason = QString::fromStdString(
            replaceFile(path(fileName).toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())}));
    if (!reason.isEmpty())
        Q_EMIT problemFound(tr("Cannot save %1: %2").arg(title, reason));
    return reason.isEmpty();
}

QString PresetStore::save(const Preset& preset, const QImage& thumbnail)
{
    OwnPreset own{{}, preset, thumbnail};
    const QString title = cleanTitle(titleOf(own));
    if (title.isEmpty()) {
        Q_EMIT problemFound(tr("A preset needs a name; give it one."));
        return {};
    }
    own.preset.title = title.toStdString();
    const OwnPreset* const old = findTitle(title);
    own.id = old != nullptr ? old->id : newId(title);
    try {
        if (!write(own.id + kPresetEnding, QByteArray::fromStdString(presetToJson(own.preset)), title))
            return {};
    } catch (const Error& error) {
        Q_EMIT problemFound(tr("Cannot save %1: %2").arg(title, messageOf(error)));
        return {};
    }
    // An old picture would show what other settings made.
    if (thumbnail.isNull())
        QFile::remove(path(own.id + kPictureEnding));
    else
        write(own.id + kPictureEnding, jpegOf(thumbnail), title);
    const QString id = own.id;
    put(std::move(own));
    return id;
}

void PresetStore::put(OwnPreset preset)
{
    const auto found = std::find_if(
        m_presets.begin(), m_presets.end(), [&preset](const OwnPreset& own) { return own.id == preset.id; });
    if (found != m_presets.end())
        *found = std::move(preset);
    else
        m_presets.push_back(std::move(preset));
    sortByTitle();
    Q_EMIT changed();
}

bool PresetStore::rename(const QString& id, const QString& title)
{
    const OwnPreset* const old = find(id);
    const QString clean = cleanTitle(title);
    const OwnPreset* const namesake = findTitle(clean);
    if (old == nullptr || clean.isEmpty() || (namesake != nullptr && namesake->id != id)) {
        Q_EMIT problemFound(clean.isEmpty() ? tr("A preset needs a name; give it one.")
                : old == nullptr            ? tr("The preset is not there any more.")
                                            : tr("Another preset is called %1; choose another name.").arg(clean));
        return false;
    }
    OwnPreset renamed = *old;
    renamed.preset.title = clean.toStdString();
    if (!write(id + kPresetEnding, QByteArray::fromStdString(presetToJson(renamed.preset)), clean))
        return false;
    put(std::move(renamed));
    return true;
}

std::optional<OwnPreset> PresetStore::remove(const QString& id)
{
    const auto found =
        std::find_if(m_presets.begin(), m_presets.end(), [&id](const OwnPreset& own) { return own.id == id; });
    if (found == m_presets.end())
        return std::nullopt;
    QFile file(path(id + kPresetEnding));
    if (file.exists() && !file.remove()) {
        Q_EMIT problemFound(tr("Cannot delete %1: %2").arg(titleOf(*found), file.errorString()));
        return std::nullopt;
    }
    QFile::remove(path(id + kPictureEnding));
    std::optional<OwnPreset> removed = std::move(*found);
    m_presets.erase(found);
    if (m_starred.remove(ownKey(id)))
        writeStars();
    Q_EMIT changed();
    return removed;
}

QString PresetStore::importFile(const QString& path)
{
    try {
        Preset preset = readPresetFile(path.toStdString());
        QString title = cleanTitle(QString::fromStdString(preset.title));
        if (title.isEmpty())
            title = QFileInfo(path).completeBaseName();
        preset.title = freeTitle(title).toStdString();
        // Of a picture that holds its settings, the picture itself is what they make.
        return save(preset, QImage(path));
    } catch (const std::exception& error) {
        Q_EMIT problemFound(tr("Cannot import %1: %2").arg(QFileInfo(path).fileName(), messageOf(error)));
        return {};
    }
}

bool PresetStore::exportPreset(const Preset& preset, const QString& path)
{
    QString reason;
    try {
        reason = QString::fromStdString(replaceFile(path.toStdString(), presetToJson(preset)));
    } catch (const Error& error) {
        reason = messageOf(error);
    }
    if (!reason.isEmpty())
        Q_EMIT problemFound(tr("Cannot write %1: %2").arg(path, reason));
    return reason.isEmpty();
}

void PresetStore::setStarred(const QString& key, bool isStarred)
{
    if (isStarred == m_starred.contains(key))
        return;
    if (isStarred)
        m_starred.insert(key);
    else
        m_starred.remove(key);
    writeStars();
    Q_EMIT changed();
}

void PresetStore::sortByTitle()
{
    // The C locale knows no numbers in names.
    QCollator collator(QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale());
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::stable_sort(m_presets.begin(), m_presets.end(),
        [&collator](const OwnPreset& a, const OwnPreset& b) { return collator.compare(titleOf(a), titleOf(b)) < 0; });
}

} // namespace cnnvis::ui
