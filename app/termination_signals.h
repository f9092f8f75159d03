// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <array>

class QSocketNotifier;

namespace cnnvis::studio {

/// Turns the first Ctrl-C, SIGTERM or SIGHUP into a Qt signal, so that the windows can be closed as by hand; a second
/// one of a kind ends the program at once.
///
/// One at a time, on the ui thread. A signal that was ignored before, as under nohup, stays ignored.
class TerminationSignals : public QObject {
    Q_OBJECT

public:
    /// Without a pipe for it, when there are no descriptors left, signals keep what they do by default.
    explicit TerminationSignals(QObject* parent = nullptr);
    ~TerminationSignals() override;
    Q_DISABLE_COPY_MOVE(TerminationSignals)

Q_SIGNALS:
    void received();

private:
    void read();

    std::array<int, 2> m_pipe{-1, -1};
    QSocketNotifier* m_notifier = nullptr;
};

} // namespace cnnvis::studio
