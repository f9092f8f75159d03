// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_network.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <string_view>

namespace cnnvis::ui {
namespace {

/// The value that a preset gives a setting; empty when it gives none.
QString valueOf(const Preset& preset, std::string_view key)
{
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

} // namespace

QString targetLayerOf(const Preset& preset)
{
    const QString layer = valueOf(preset, "target_layer");
    return layer.isEmpty() ? QString::fromStdString(RunSettings().targetLayer) : layer;
}

QString networkOf(const Preset& preset)
{
    const QString file = valueOf(preset, "deploy_txt");
    const QString model = valueOf(preset, "model");
    const QString folder = QFileInfo(QDir::cleanPath(file.isEmpty() ? model : QFileInfo(file).path())).fileName();
    if (!folder.isEmpty() && folder != QStringLiteral(".")) {
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

} // namespace cnnvis::ui
