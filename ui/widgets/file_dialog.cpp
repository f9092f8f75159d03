// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/file_dialog.h"

#include <QFileDialog>
#include <QSplitter>

namespace cnnvis::ui {

QFileDialog* makeFileDialog(QWidget* parent, const QString& title, const QString& folder)
{
    auto* const dialog = new QFileDialog(parent, title, folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const int em = dialog->fontMetrics().height();
    dialog->resize(em * 60, em * 34);
    // Of Qt's own dialog; the desktop's has none, and knows what to do.
    if (auto* const splitter = dialog->findChild<QSplitter*>(QStringLiteral("splitter")))
        splitter->setSizes({em * 12, em * 46});
    return dialog;
}

} // namespace cnnvis::ui
