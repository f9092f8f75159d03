// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting_editor.h"

#include "settings/slider_scale.h"

class QSlider;

namespace cnnvis::ui {

class NumberField;

/// A number: a slider over the useful values beside a field for all of them.
class NumberEditor : public SettingEditor {
    Q_OBJECT

public:
    NumberEditor(const SettingEntry& entry, QWidget* parent);

    void showText(const QString& text) override;
    QString inputText() const override;
    bool takesLetter(QChar letter) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    /// The useful values, where they are known better than from the schema, e.g. the number of a layer's channels.
    void setSliderRange(double low, double high);

private:
    void buildSlider();
    void takeSliderPosition(int position);
    void placeSlider(const QString& text);

    SliderScale m_scale;
    NumberField* m_field;
    QSlider* m_slider = nullptr; ///< none for numbers without a useful range, such as seeds
};

} // namespace cnnvis::ui
