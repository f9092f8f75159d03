// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_store.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <string>

namespace cnnvis::test {

/// A state in which nothing is what it is by default; the same seed makes the same one.
DreamState randomState(unsigned seed, PictureSize size = {40, 30});
bool isEqual(const DreamState& a, const DreamState& b);

/// A start with that seed, and changes after every tenth step.
Journal journalOf(unsigned seed, int changes);
bool isEqual(const Journal& a, const Journal& b);

StoredRun newRun();
/// A random state after as many steps as its seed.
StoredProgress progressOf(unsigned seed, PictureSize size = {40, 30});

/// What was said when it was refused; empty: it was not.
template <typename Action>
QByteArray refusal(const Action& action)
{
    try {
        action();
        return {};
    } catch (const SessionError& error) {
        return error.what();
    }
}

/// What tests of sessions on the disk have in common: a folder for a session, anew for each test.
class SessionTestBase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

protected:
    std::string path(const char* name) const;
    QByteArray bytes(const std::string& path) const;
    void write(const std::string& path, const QByteArray& bytes) const;
    /// Of all files in the folder.
    QStringList names() const;
    SessionStore newStore() const;
    /// A session with two runs of five states and five reports each.
    void makeSession() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;
};

} // namespace cnnvis::test
