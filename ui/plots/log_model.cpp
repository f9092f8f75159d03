// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/log_model.h"

#include <algorithm>

namespace cnnvis::ui {

namespace {

// Rows leave in bunches, as each removal makes views and filters count anew.
constexpr int kLinesThatLeave = 500;
const QString kTimeFormat = QStringLiteral("HH:mm:ss.zzz");

} // namespace

void LogModel::append(const LogLine& line)
{
    if (m_lines.size() == kMaximumLines) {
        beginRemoveRows(QModelIndex(), 0, kLinesThatLeave - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + kLinesThatLeave);
        endRemoveRows();
    }
    const int row = rowCount();
    beginInsertRows(QModelIndex(), row, row);
    m_lines.push_back(line);
    endInsertRows();
}

void LogModel::clear()
{
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString LogModel::severityName(LogSeverity severity)
{
    switch (severity) {
    case LogSeverity::Error:
        return tr("error");
    case LogSeverity::Warning:
        return tr("warning");
    case LogSeverity::Information:
        break;
    }
    return tr("info");
}

QVariant LogModel::displayText(const LogLine& line, int column) const
{
    switch (column) {
    case TimeColumn:
        return line.time.toString(kTimeFormat);
    case SeverityColumn:
        return severityName(line.severity);
    default:
        return QString(line.text).replace(QLatin1Char('\n'), QStringLiteral("  "));
    }
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LogLine& line = m_lines[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return displayText(line, index.column());
    case Qt::ToolTipRole:
        return line.text;
    case SeverityRole:
        return static_cast<int>(line.severity);
    case LineRole:
        return QStringLiteral("%1  %2  %3")
            .arg(line.time.toString(Qt::ISODateWithMs), severityName(line.severity), line.text);
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("Time"), tr("Severity"), tr("Message")};
    return names.value(section);
}

} // namespace cnnvis::ui
