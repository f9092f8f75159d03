// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/layer_editor.h"

#include "settings/path_field.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QSignalBlocker>

namespace cnnvis::ui {

LayerEditor::LayerEditor(const SettingEntry& entry, QWidget* parent)
    : SettingEditor(entry, parent)
    , m_box(new QComboBox(this))
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_box);
    m_box->setEditable(true);
    m_box->setLineEdit(new PathField(m_box)); // names of layers have slashes too
    m_box->setInsertPolicy(QComboBox::NoInsert);
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(6);
    m_box->completer()->setFilterMode(Qt::MatchContains);
    m_box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    adopt(*m_box, "box");
    m_box->lineEdit()->setAccessibleName(m_box->accessibleName());
    setFieldWidget(*m_box);
    setFocusProxy(m_box);
    connect(m_box, &QComboBox::activated, this, &LayerEditor::commit);
    connect(m_box->lineEdit(), &QLineEdit::textEdited, this, [this] { Q_EMIT typed(inputText()); });
    connect(m_box->lineEdit(), &QLineEdit::editingFinished, this, &LayerEditor::commit);
}

void LayerEditor::showText(const QString& text)
{
    m_shown = text;
    const QSignalBlocker blocker(m_box);
    m_box->setCurrentIndex(m_box->findText(text));
    if (m_box->currentText() != text)
        m_box->setEditText(text);
}

QString LayerEditor::inputText() const
{
    return m_box->currentText().trimmed();
}

void LayerEditor::setLayerNames(const QStringList& names)
{
    const QString typedText = m_box->currentText();
    const QSignalBlocker blocker(m_box);
    m_box->clear();
    m_box->addItems(names);
    m_box->setCurrentIndex(static_cast<int>(names.indexOf(typedText)));
    m_box->setEditText(typedText);
}

void LayerEditor::commit()
{
    // Choosing from the list leaves the line too; it is one edit.
    if (inputText() != m_shown) {
        m_shown = inputText();
        Q_EMIT edited(m_shown, EditKind::Single);
    }
}

} // namespace cnnvis::ui
