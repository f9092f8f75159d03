// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace cnnvis {

/// What every failure of the engine derives from.
///
/// A message is one line that says what is wrong, where, and what would do:
/// "Layer 'inception_4x' is not in deploy.prototxt; the nearest is 'inception_4a/output'".
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A setting that cannot be used. Nothing was changed.
class SettingsError : public Error {
public:
    /// @param key     the setting's key in the schema, so that a panel can mark its row.
    /// @param remedy  a value that would do in its place, as settingText() writes it; empty: none is known.
    SettingsError(std::string key, const std::string& message, std::string remedy = {})
        : Error(message)
        , m_key(std::move(key))
        , m_remedy(std::move(remedy))
    { }
    const std::string& key() const { return m_key; }
    const std::string& remedy() const { return m_remedy; }

private:
    std::string m_key;
    std::string m_remedy;
};

/// A network that cannot be read, or cannot be run to the layer that was asked for.
class ModelError : public Error {
public:
    using Error::Error;
};

/// A picture that cannot be read or written.
class PictureError : public Error {
public:
    using Error::Error;
};

/// A processor that is not there, or has too little memory.
class DeviceError : public Error {
public:
    /// @param key  the setting that asks for too much; empty: none does.
    explicit DeviceError(const std::string& message, std::string key = {})
        : Error(message)
        , m_key(std::move(key))
    { }
    const std::string& key() const { return m_key; }

private:
    std::string m_key;
};

/// Pixels that became NaN or infinite. The picture of the dream is the last one that was finite.
class DivergenceError : public Error {
public:
    using Error::Error;
};

} // namespace cnnvis
