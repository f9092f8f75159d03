// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting_editor.h"

class QComboBox;

namespace cnnvis::ui {

/// A layer of the network: a combo box to type in, which completes from any part of a name.
class LayerEditor : public SettingEditor {
    Q_OBJECT

public:
    LayerEditor(const SettingEntry& entry, QWidget* parent);

    void showText(const QString& text) override;
    QString inputText() const override;

    /// The layers to choose from, in the network's order. The value stays, also when it is not one of them.
    void setLayerNames(const QStringList& names);

private:
    void commit();

    QComboBox* m_box;
    QString m_shown; ///< what was shown or taken last
};

} // namespace cnnvis::ui
