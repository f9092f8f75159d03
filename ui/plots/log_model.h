// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>

#include <deque>

namespace cnnvis::ui {

enum class LogSeverity { Information, Warning, Error };

struct LogLine {
    QDateTime time;
    LogSeverity severity = LogSeverity::Information;
    QString text;
};

/// The lines of the log, oldest first: kMaximumLines at most, the oldest make room.
class LogModel : public QAbstractTableModel {
    Q_OBJECT

public:
    static constexpr int kMaximumLines = 10000;
    enum Column { TimeColumn, SeverityColumn, TextColumn, ColumnCount };
    enum Role { SeverityRole = Qt::UserRole, LineRole };

    using QAbstractTableModel::QAbstractTableModel;
    void append(const LogLine& line);
    void clear();

    int rowCount(const QModelIndex& parent = QModelIndex()) const override;
    int columnCount(const QModelIndex& parent = QModelIndex()) const override;
    /// LineRole: the whole line, as it is copied.
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    static QString severityName(LogSeverity severity);

private:
    QVariant displayText(const LogLine& line, int column) const;

    std::deque<LogLine> m_lines;
};

} // namespace cnnvis::ui
