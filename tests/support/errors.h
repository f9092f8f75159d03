// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/error.h"

#include <QString>

namespace cnnvis::test {

/// The message of the error of that kind; empty when there was none. Other errors pass through.
template <typename Failure, typename Action>
QString messageOf(const Action& action)
{
    try {
        action();
    } catch (const Failure& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

/// The key of the setting that was refused; empty when none was.
template <typename Action>
QString refusedKey(const Action& action)
{
    try {
        action();
    } catch (const SettingsError& error) {
        return QString::fromStdString(error.key());
    }
    return {};
}

} // namespace cnnvis::test
