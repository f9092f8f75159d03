// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_model.h"

#include "preset_library.h"
#include "presets/preset_network.h"
#include "widgets/ramp_text.h"

#include <algorithm>
#include <utility>

namespace cnnvis::ui {
namespace {

QString titleOf(const Preset& preset)
{
    return QString::fromStdString(preset.title);
}

} // namespace

PresetModel::PresetModel(PresetStore& store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    readBuiltIn();
    rebuild();
    connect(&m_store, &PresetStore::changed, this, &PresetModel::rebuild);
}

void PresetModel::readBuiltIn()
{
    for (const BuiltInPreset& builtIn : builtInPresets()) {
        Row row;
        row.kind = Kind::BuiltIn;
        row.id = QString::fromStdString(builtIn.name);
        row.key = PresetStore::builtInKey(row.id);
        row.preset = builtIn.preset;
        row.network = networkOf(builtIn.preset);
        row.needs = needsOf(builtIn.preset);
        row.instead = insteadOf(builtIn.preset);
        row.thumbnail.load(QStringLiteral(":/presets/%1.jpg").arg(row.id));
        m_builtIn.push_back(std::move(row));
    }
}

std::vector<PresetModel::Row> PresetModel::ownRows() const
{
    std::vector<Row> rows;
    for (const OwnPreset& own : m_store.presets()) {
        Row row;
        row.kind = Kind::Own;
        row.id = own.id;
        row.key = PresetStore::ownKey(own.id);
        row.preset = own.preset;
        row.network = networkOf(own.preset);
        row.needs = needsOf(own.preset);
        row.instead = insteadOf(own.preset);
        row.thumbnail = QPixmap::fromImage(own.thumbnail);
        rows.push_back(std::move(row));
    }
    return rows;
}

void PresetModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    addSection(tr("Yours"), ownRows());
    addSection(tr("Built in"), m_builtIn);
    endResetModel();
}

void PresetModel::addSection(const QString& title, std::vector<Row> rows)
{
    rows.erase(std::remove_if(rows.begin(), rows.end(), [this](const Row& row) { return !passes(row); }), rows.end());
    if (rows.empty())
        return;
    for (Row& row : rows)
        row.isStarred = m_store.isStarred(row.key);
    std::stable_partition(rows.begin(), rows.end(), [](const Row& row) { return row.isStarred; });
    Row heading;
    heading.preset.title = title.toStdString();
    m_rows.push_back(std::move(heading));
    std::move(rows.begin(), rows.end(), std::back_inserter(m_rows));
}

QString PresetModel::descriptionOf(const Row& row)
{
    return row.preset.description.empty() ? targetLayerOf(row.preset) : QString::fromStdString(row.preset.description);
}

/// With what turns by itself.
QString PresetModel::shownDescription(const Row& row)
{
    const QStringList ramps = rampTexts(row.preset.ramps);
    if (ramps.isEmpty())
        return descriptionOf(row);
    return tr("%1 By itself, %2.").arg(descriptionOf(row), ramps.join(tr(", and ")));
}

bool PresetModel::passes(const Row& row) const
{
    const QString text =
        QStringList{titleOf(row.preset), descriptionOf(row), row.network, row.id}.join(QLatin1Char('\n'));
    return std::all_of(m_words.begin(), m_words.end(),
        [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool PresetModel::fits(const Row& row) const
{
    return m_layers.isEmpty() || m_layers.contains(targetLayerOf(row.preset));
}

void PresetModel::setFilter(const QString& text)
{
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    rebuild();
}

void PresetModel::setLoadedLayers(const QStringList& layers)
{
    m_layers = layers;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int PresetModel::presetCount() const
{
    return static_cast<int>(
        std::count_if(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.kind != Kind::Heading; }));
}

PresetModel::Kind PresetModel::kindAt(const QModelIndex& index) const
{
    return index.isValid() ? m_rows[rowOf(index)].kind : Kind::Heading;
}

QString PresetModel::nameAt(const QModelIndex& index) const
{
    const Row& row = m_rows[rowOf(index)];
    return row.kind == Kind::BuiltIn ? row.id : titleOf(row.preset);
}

QString PresetModel::ownIdAt(const QModelIndex& index) const
{
    return kindAt(index) == Kind::Own ? m_rows[rowOf(index)].id : QString();
}

QModelIndex PresetModel::indexOf(const QString& key) const
{
    const auto found = std::find_if(
        m_rows.begin(), m_rows.end(), [&key](const Row& row) { return row.kind != Kind::Heading && row.key == key; });
    return found == m_rows.end() ? QModelIndex() : index(static_cast<int>(found - m_rows.begin()));
}

int PresetModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString PresetModel::toolTip(const Row& row) const
{
    // Titles from files may look like HTML.
    QString text =
        QStringLiteral("<b>%1</b><br>%2").arg(titleOf(row.preset).toHtmlEscaped(), descriptionOf(row).toHtmlEscaped());
    if (!row.network.isEmpty())
        text += QStringLiteral("<br>") + tr("For %1").arg(row.network).toHtmlEscaped();
    for (const QString& ramp : rampTexts(row.preset.ramps))
        text += QStringLiteral("<br>") + tr("By itself, %1.").arg(ramp).toHtmlEscaped();
    if (!row.needs.isEmpty())
        text += QStringLiteral("<br>") + tr("Needs %1. %2").arg(row.needs, row.instead).toHtmlEscaped();
    return text + QStringLiteral("<br><i>") + tr("Double-click to apply") + QStringLiteral("</i>");
}

QString PresetModel::accessibleText(const Row& row) const
{
    QStringList parts{titleOf(row.preset)};
    if (row.isStarred)
        parts.append(tr("starred"));
    if (!row.network.isEmpty())
        parts.append(tr("for %1").arg(row.network));
    if (!row.needs.isEmpty())
        parts.append(tr("needs %1").arg(row.needs));
    for (const QString& ramp : rampTexts(row.preset.ramps))
        parts.append(tr("by itself, %1").arg(ramp));
    parts.append(descriptionOf(row));
    return parts.join(QStringLiteral(", "));
}

QVariant PresetModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[rowOf(index)];
    if (role == Qt::DisplayRole)
        return titleOf(row.preset);
    if (role == KindRole)
        return static_cast<int>(row.kind);
    if (row.kind == Kind::Heading)
        return {};
    switch (role) {
    case Qt::DecorationRole:
        return row.thumbnail.isNull() ? QVariant() : QVariant(row.thumbnail);
    case Qt::ToolTipRole:
        return toolTip(row);
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case KeyRole:
        return row.key;
    case DescriptionRole:
        return shownDescription(row);
    case NetworkRole:
        return row.network;
    case NeedsRole:
        return row.needs;
    case InsteadRole:
        return row.instead;
    case FitsRole:
        return fits(row);
    case StarRole:
        return row.isStarred;
    default:
        return {};
    }
}

bool PresetModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != StarRole || kindAt(index) == Kind::Heading)
        return false;
    m_store.setStarred(QString(m_rows[rowOf(index)].key), value.toBool());
    return true;
}

Qt::ItemFlags PresetModel::flags(const QModelIndex& index) const
{
    return kindAt(index) == Kind::Heading ? Qt::NoItemFlags : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

} // namespace cnnvis::ui
