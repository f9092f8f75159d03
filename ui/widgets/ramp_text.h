// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/setting_ramp.h"

#include <QString>
#include <QStringList>

#include <vector>

/// What the studio says of settings that turn by themselves.
namespace cnnvis::ui {

/// "over each size", "over size 2", …
QString placeText(const SettingRamp& ramp);
/// "from 100 to 2, eased"
QString valueText(const SettingRamp& ramp);
/// "the learning rate goes from 100 to 2 over each size", one for each that was not taken away.
QStringList rampTexts(const std::vector<SettingRamp>& ramps);

} // namespace cnnvis::ui
