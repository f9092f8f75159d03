// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/number_editor.h"

#include "settings/entry_text.h"
#include "settings/fine_slider.h"
#include "settings/number_field.h"
#include "settings/number_format.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>

namespace cnnvis::ui {

NumberEditor::NumberEditor(const SettingEntry& entry, QWidget* parent)
    : SettingEditor(entry, parent)
    , m_scale(entry)
    , m_field(new NumberField(entry, this))
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(fontMetrics().height() / 2);
    if (!std::holds_alternative<std::int64_t RunSettings::*>(entry.field)) {
        buildSlider();
        layout->addWidget(m_slider, 1);
    }
    layout->addWidget(m_field, m_slider == nullptr ? 1 : 0);
    adopt(*m_field, "field");
    setFieldWidget(*m_field);
    setFocusProxy(m_field);
    connect(m_field, &NumberField::typed, this, &NumberEditor::typed);
    connect(m_field, &NumberField::editingFinished, this, [this] {
        Q_EMIT dragFinished();
        Q_EMIT edited(inputText(), EditKind::Single);
    });
    // Many clicks in a row are one turn of the knob; it ends when the field is left.
    connect(m_field, &NumberField::stepped, this, [this](const QString& text) {
        placeSlider(text);
        Q_EMIT edited(text, EditKind::Drag);
    });
}

void NumberEditor::buildSlider()
{
    m_slider = new FineSlider(this);
    m_slider->setRange(0, SliderScale::kLastPosition);
    setSteps();
    adopt(*m_slider, "slider", tr("slider"));
    connect(m_slider, &QSlider::valueChanged, this, &NumberEditor::takeSliderPosition);
    connect(m_slider, &QSlider::sliderReleased, this, &NumberEditor::dragFinished);
}

void NumberEditor::setSteps()
{
    constexpr int kPage = 5; // of arrow keys
    m_slider->setSingleStep(m_scale.singleStep());
    m_slider->setPageStep(kPage * m_scale.singleStep());
}

bool NumberEditor::eventFilter(QObject* watched, QEvent* event)
{
    // Not sliderPressed(): a click moves the slider before it tells of being pressed.
    const bool endsTurn = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::FocusOut;
    if (watched == m_slider && endsTurn)
        Q_EMIT dragFinished();
    return SettingEditor::eventFilter(watched, event);
}

void NumberEditor::showText(const QString& text)
{
    m_field->showText(text);
    placeSlider(text);
}

QString NumberEditor::inputText() const
{
    return m_field->inputText();
}

bool NumberEditor::takesLetter(QChar letter) const
{
    return m_field->takesLetter(letter);
}

bool NumberEditor::isStray() const
{
    return !m_field->hasDigit();
}

void NumberEditor::setSliderRange(double low, double high)
{
    m_scale.setRange(low, high);
    if (m_slider != nullptr)
        setSteps();
    placeSlider(inputText());
}

void NumberEditor::setValueNames(const QStringList& names)
{
    m_field->setNames(names);
}

void NumberEditor::takeSliderPosition(int position)
{
    const double value = m_scale.valueAt(position);
    const QString number =
        isWholeNumberEntry(entry()) ? QString::number(static_cast<qint64>(value)) : plainNumber(value);
    const QString text = withLowestNamed(entry(), number);
    m_field->showText(text);
    Q_EMIT edited(text, EditKind::Drag);
}

void NumberEditor::placeSlider(const QString& text)
{
    const std::optional<double> value = numberOf(entry(), text);
    // Rounding must not pull the handle from under the pointer.
    if (m_slider != nullptr && value && !m_slider->isSliderDown()) {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(m_scale.positionOf(*value));
    }
}

} // namespace cnnvis::ui
