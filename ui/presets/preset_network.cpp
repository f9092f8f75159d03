// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_network.h"

#include "cnnvis/model_source.h"
#include "preset_library.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <string_view>

namespace cnnvis::ui {
namespace {

/// The value that a preset gives a setting; empty when it gives none.
QString valueOf(const Preset& preset, const SettingField& field)
{
    const std::string_view key = settingOf(field).key;
    const auto found = std::find_if(
        preset.change.begin(), preset.change.end(), [key](const SettingText& setting) { return setting.key == key; });
    return found == preset.change.end() ? QString() : QString::fromStdString(found->text);
}

struct KnownWord {
    const char* word;
    const char* network;
};

/// Parts of folders' names and of descriptions, in the order in which they decide.
constexpr std::array<KnownWord, 4> kNames{{{"bestiary", "Bestiary"}, {"squeezenet", "SqueezeNet"},
    {"googlenet_places", "GoogLeNet Places"}, {"googlenet", "GoogLeNet"}}};
/// How layers begin.
constexpr std::array<KnownWord, 3> kLayers{{{"inception_", "GoogLeNet"}, {"fire", "SqueezeNet"}, {"res", "ResNet"}}};

QString knownName(const QString& text)
{
    for (const KnownWord& known : kNames) {
        if (text.contains(QLatin1String(known.word), Qt::CaseInsensitive))
            return QLatin1String(known.network);
    }
    return {};
}

bool isThere(const std::string& path)
{
    return QFileInfo::exists(QString::fromStdString(expandEnvironment(path)));
}

bool isSample(const std::string& path)
{
    const std::string folder = expandEnvironment("$CNNVIS_DATA/pictures/");
    return expandEnvironment(path).compare(0, folder.size(), folder) == 0;
}

} // namespace

QString targetLayerOf(const Preset& preset)
{
    const QString layer = valueOf(preset, &RunSettings::targetLayer);
    return layer.isEmpty() ? QString::fromStdString(RunSettings().targetLayer) : layer;
}

bool isNetworkThere(const Preset& preset)
{
    const ModelSource source = ModelSource::of(preset.change);
    return source.isNamed && source.isThere();
}

QString networkOf(const Preset& preset)
{
    const ModelSource source = ModelSource::of(preset.change);
    if (source.isNamed && !source.name.empty()) {
        const QString folder = QString::fromStdString(source.name);
        const QString name = knownName(folder);
        return name.isEmpty() ? folder : name;
    }
    const QString name = knownName(QString::fromStdString(preset.description));
    if (!name.isEmpty())
        return name;
    const QString layer = targetLayerOf(preset);
    for (const KnownWord& known : kLayers) {
        if (layer.startsWith(QLatin1String(known.word)))
            return QLatin1String(known.network);
    }
    return {};
}

QString needsOf(const Preset& preset)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("PresetNetwork", text); };
    const QString network = isNetworkThere(preset) ? QString() : networkOf(preset);
    const QString photo = valueOf(preset, &RunSettings::initialImage);
    if (photo.isEmpty() || isThere(photo.toStdString()))
        return network;
    return network.isEmpty() ? tr("a photo") : tr("%1, a photo").arg(network);
}

QString insteadOf(const Preset& preset)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("PresetNetwork", text); };
    const QString photo = valueOf(preset, &RunSettings::initialImage);
    const bool isPhotoMissing = !photo.isEmpty() && !isThere(photo.toStdString());
    if (!isNetworkThere(preset))
        return isPhotoMissing ? tr("Without them, it runs with the network that is open, on the photo that is open.")
                              : tr("Without it, it runs with the network that is open.");
    return isPhotoMissing ? tr("Without it, it starts from the photo that is open.") : QString();
}

std::string startPictureOf(const Preset& preset, const std::string& present)
{
    const std::string photo = valueOf(preset, &RunSettings::initialImage).toStdString();
    const bool isMissing = !photo.empty() && !isThere(photo);
    const bool hasOwn = !present.empty() && !isSample(present);
    if (hasOwn && (photo.empty() || isMissing || isSample(photo)))
        return present;
    return isMissing ? valueOf(loadPreset(kFirstPreset), &RunSettings::initialImage).toStdString() : photo;
}

bool isStartPictureThere(const std::string& path)
{
    return path.empty() || isThere(path);
}

std::string proportionalSize(const std::string& size)
{
    static const QRegularExpression pixels(QStringLiteral("^\\s*(\\d+)\\s*[xX]\\s*(\\d+)\\s*$"));
    const QRegularExpressionMatch match = pixels.match(QString::fromStdString(size));
    if (!match.hasMatch())
        return size;
    return "short" + std::to_string(std::min(match.captured(1).toInt(), match.captured(2).toInt()));
}

} // namespace cnnvis::ui
