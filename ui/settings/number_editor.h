// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting_editor.h"

#include "settings/slider_scale.h"

namespace cnnvis::ui {

class FineSlider;
class NumberField;

/// A number: a slider over the useful values beside a field for all of them; Shift moves both by little.
class NumberEditor : public SettingEditor {
    Q_OBJECT

public:
    NumberEditor(const SettingEntry& entry, QWidget* parent);

    void showText(const QString& text) override;
    QString inputText() const override;
    bool takesLetter(QChar letter) const override;
    bool isStray() const override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    /// The useful values, where they are known better than from the schema, e.g. the number of a layer's channels.
    void setSliderRange(double low, double high);
    /// What the numbers from 0 on stand for; the field reads such a name, too.
    void setValueNames(const QStringList& names);

private:
    void buildSlider();
    void setSteps();
    void takeSliderPosition(int position);
    void placeSlider(const QString& text);

    SliderScale m_scale;
    NumberField* m_field;
    FineSlider* m_slider = nullptr; ///< none for numbers without a useful range, such as seeds
};

} // namespace cnnvis::ui
