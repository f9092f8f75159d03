// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cnnvis::ui {

/// How far a run is, on the program's entry in the task bar, where the desktop shows such (com.canonical.Unity's
/// launcher protocol, which KDE and others know too). Where none does, nothing happens.
class TaskbarProgress {
public:
    /// @param fraction  0 to 1; negative: no run goes.
    void show(double fraction);

private:
    int m_percentShown = -1;
};

} // namespace cnnvis::ui
