// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_text.h"
#include "presets/preset_store.h"

#include <QAbstractListModel>
#include <QPixmap>
#include <QStringList>

#include <optional>
#include <vector>

namespace cnnvis::ui {

/// One's own presets and the built-in ones, each under a heading, those with a star first; filtered by words.
class PresetModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole, ///< int of Kind
        KeyRole, ///< as PresetStore has it; empty for headings
        DescriptionRole, ///< the target's name where there is none
        NetworkRole, ///< whom it is for, or empty
        InsteadRole, ///< what it runs with in place of that, a sentence, or empty
        NeedsRole, ///< what it needs that did not come with the program, or empty
        FitsRole, ///< whether the loaded network has its layer
        StarRole, ///< settable
    };
    enum class Kind { Heading, BuiltIn, Own };

    /// @param store  outlives this.
    explicit PresetModel(PresetStore& store, QObject* parent = nullptr);

    /// Shows those whose title, description or network contains every word, in any case.
    void setFilter(const QString& text);
    /// The layers of the loaded network; none: everything fits.
    void setLoadedLayers(const QStringList& layers);

    int presetCount() const; ///< shown
    int allPresetCount() const { return static_cast<int>(m_builtIn.size() + m_store.presets().size()); }
    Kind kindAt(const QModelIndex& index) const;
    /// @param index  of a preset, not of a heading.
    const Preset& presetAt(const QModelIndex& index) const { return m_rows[rowOf(index)].preset; }
    /// What the preset is called: a built-in one's name, the title of one's own.
    QString nameAt(const QModelIndex& index) const;
    /// Of one's own; empty for others.
    QString ownIdAt(const QModelIndex& index) const;
    QModelIndex indexOf(const QString& key) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row {
        Kind kind = Kind::Heading;
        QString key, id;
        Preset preset; ///< of a heading only the title
        QPixmap thumbnail; ///< null when there is none
        QString network, needs, instead;
        bool isStarred = false;
    };

    static std::size_t rowOf(const QModelIndex& index) { return static_cast<std::size_t>(index.row()); }
    void readBuiltIn();
    void rebuild();
    void addSection(const QString& title, std::vector<Row> rows);
    std::vector<Row> ownRows() const;
    static QString descriptionOf(const Row& row);
    static QString shownDescription(const Row& row);
    bool passes(const Row& row) const;
    bool fits(const Row& row) const;
    QString toolTip(const Row& row) const;
    QString accessibleText(const Row& row) const;

    PresetStore& m_store;
    std::vector<Row> m_builtIn;
    std::vector<Row> m_rows;
    QStringList m_words;
    QStringList m_layers;
};

} // namespace cnnvis::ui
