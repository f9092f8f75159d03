// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/preset_desk.h"

#include "cnnvis/model_source.h"
#include "preset_library.h"
#include "presets/preset_browser.h"
#include "presets/preset_network.h"
#include "preview/picture_canvas.h"
#include "settings/settings_store.h"
#include "window/messages.h"

#include <algorithm>

namespace cnnvis::ui {
namespace {

RunSettings withoutPicture(RunSettings settings)
{
    settings.initialImage.clear();
    return settings;
}

} // namespace

PresetDesk::PresetDesk(
    SettingsStore& store, PresetBrowser& browser, const PictureCanvas& canvas, Messages& messages, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_browser(browser)
    , m_canvas(canvas)
    , m_messages(messages)
{
    connect(&m_browser, &PresetBrowser::presetChosen, this, &PresetDesk::apply);
    connect(&m_browser, &PresetBrowser::saveRequested, this, &PresetDesk::save);
    connect(&m_store, &SettingsStore::originChanged, this, &PresetDesk::currentTitleChanged);
}

RunSettings PresetDesk::firstSettings()
{
    RunSettings settings;
    applyChange(settings, loadPreset(kFirstPreset).change);
    return settings;
}

RunSettings PresetDesk::settingsOf(const Preset& preset, const RunSettings& present)
{
    RunSettings settings;
    applyChange(settings, preset.change);
    const bool isFromNoise = settings.initialImage.empty();
    settings.initialImage = startPictureOf(preset, present.initialImage);
    if (isFromNoise && !settings.initialImage.empty()) {
        settings.initialSize = proportionalSize(settings.initialSize);
        settings.finalSize = proportionalSize(settings.finalSize);
    }
    if (!isNetworkThere(preset))
        takeNetworkSettings(settings, present);
    return settings;
}

void PresetDesk::apply(const Preset& preset, const QString& name)
{
    const QString title = preset.title.empty() ? name : QString::fromStdString(preset.title);
    const std::string before = m_store.settings().initialImage;
    const RunSettings settings = settingsOf(preset, m_store.settings());
    m_messages.dismiss(); // it was about the settings of before
    m_store.replace({title, settings, preset.ramps}, tr("Apply the preset “%1”").arg(title));
    RunSettings plain;
    applyChange(plain, preset.change);
    const bool hasKeptPhoto = settings.initialImage == before && before != plain.initialImage;
    if (!hasKeptPhoto)
        m_messages.note(tr("The preset “%1” is applied.").arg(title));
    else if (!plain.initialImage.empty())
        m_messages.note(tr("The preset “%1” is applied; your start image stays.").arg(title));
    else
        m_messages.info(tr("The preset “%1” was made for noise; your start image stays.").arg(title),
            tr("Start from noise"),
            [this, title, noise = settingsOf(preset, withoutPicture(settings)), ramps = preset.ramps] {
                m_store.replace({title, noise, ramps}, tr("Start from noise"));
            });
}

QString PresetDesk::currentTitle() const
{
    const SettingsOrigin& origin = m_store.origin();
    if (origin.title.isEmpty())
        return tr("none");
    const bool isChanged = !settingsDifference(origin.settings, m_store.settings()).empty();
    return isChanged ? origin.title + QStringLiteral(" *") : origin.title;
}

void PresetDesk::save(const QString& title)
{
    constexpr int kThumbnail = 384; // pixels of the longer side: sharp at twice the usual scaling
    QImage thumbnail = m_canvas.picture();
    if (std::max(thumbnail.width(), thumbnail.height()) > kThumbnail)
        thumbnail = thumbnail.scaled(kThumbnail, kThumbnail, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    m_browser.saveCurrent({title.toStdString(), {}, m_store.changeFromDefaults(), m_store.origin().ramps}, thumbnail);
    m_store.setOrigin({title, m_store.settings(), m_store.origin().ramps});
}

} // namespace cnnvis::ui
