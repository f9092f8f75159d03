// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_failure.h"

#include "widgets/window_words.h"

#include <QCoreApplication>

namespace cnnvis::ui {

RunProblem inWindowWords(const SessionProblem& problem)
{
    if (problem.isEmpty())
        return {};
    const QString text = inWindowWords(problem.message).section(QLatin1Char('\n'), 0, 0).trimmed();
    return {QString::fromStdString(problem.key),
        text.isEmpty() ? QCoreApplication::translate("RunFailure", "Something failed and did not say why") : text,
        QString::fromStdString(problem.remedy)};
}

} // namespace cnnvis::ui
