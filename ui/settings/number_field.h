// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/slider_scale.h"

#include <QAbstractSpinBox>
#include <QStringList>

namespace cnnvis::ui {

/// A spin box for the numbers of the schema, from 1e-12 to 64-bit seeds. It holds text: what is typed stays as it is,
/// good or bad, until showText() replaces it, and nobody rounds it.
///
/// Arrow keys, page keys and the wheel step it, with Shift by little; a value is finished by Enter or by leaving it.
class NumberField : public QAbstractSpinBox {
    Q_OBJECT

public:
    NumberField(const SettingEntry& entry, QWidget* parent = nullptr);

    void showText(const QString& text);
    /// What the numbers from 0 on stand for. A name may be typed, or a part that only one has.
    void setNames(const QStringList& names);
    bool hasNames() const { return !m_names.isEmpty(); }
    /// Whether a letter can come next: of an exponent, of the word for the lowest number, or of a name.
    bool takesLetter(QChar letter) const;
    bool hasDigit() const;
    /// In the schema's spelling; it may be no number.
    QString inputText() const;
    void stepBy(int steps) override;

Q_SIGNALS:
    void typed(const QString& text);
    void stepped(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    StepEnabled stepEnabled() const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    QString steppedText(int steps) const;
    int numberOfName(const QString& typed) const;

    const SettingEntry& m_entry; // of the schema, which lives as long as the program
    SliderScale m_scale;
    QStringList m_names;
    bool m_isFine = false; ///< the step that is being taken
};

} // namespace cnnvis::ui
