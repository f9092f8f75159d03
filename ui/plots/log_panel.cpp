// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/log_panel.h"

#include "plots/plot_colours.h"
#include "theme/themed_icon.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTreeView>

#include <algorithm>

namespace cnnvis::ui {

namespace {

/// Colours a line's time and severity.
class LogDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const PlotColours colours = PlotColours::fromPalette(option->palette);
        const auto severity = static_cast<LogSeverity>(index.data(LogModel::SeverityRole).toInt());
        QColor text = index.column() == LogModel::TextColumn ? colours.text : colours.mutedText;
        if (index.column() == LogModel::SeverityColumn && severity == LogSeverity::Warning)
            text = legibleOn(colours.background, series_colours::kYellow);
        else if (index.column() != LogModel::TimeColumn && severity == LogSeverity::Error)
            text = legibleOn(colours.background, series_colours::kRed);
        option->palette.setColor(QPalette::Text, text);
    }

public:
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width(), std::max(size.height(), option.fontMetrics.height() * 5 / 4)};
    }
};

/// Lines of at least a severity that contain some words.
class LogFilter : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setFilter(LogSeverity least, const QString& words)
    {
        m_least = static_cast<int>(least);
        m_words = words;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, LogModel::TextColumn, parent);
        return index.data(LogModel::SeverityRole).toInt() >= m_least
            && index.data(Qt::ToolTipRole).toString().contains(m_words, Qt::CaseInsensitive);
    }

private:
    int m_least = 0;
    QString m_words;
};

} // namespace

LogPanel::LogPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new LogModel(this))
    , m_filtered(new LogFilter(this))
    , m_view(new QTreeView(this))
    , m_severityBox(new QComboBox(this))
    , m_wordsEdit(new QLineEdit(this))
{
    setObjectName(QStringLiteral("logPanel"));
    m_filtered->setSourceModel(m_model);
    buildView();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(buildTools());
    layout->addWidget(m_view, 1);
    connect(m_severityBox, &QComboBox::currentIndexChanged, this, &LogPanel::applyFilter);
    connect(m_wordsEdit, &QLineEdit::textChanged, this, &LogPanel::applyFilter);
    auto* copy = new QShortcut(QKeySequence::Copy, m_view);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, &LogPanel::copyLines);
}

void LogPanel::buildView()
{
    m_view->setObjectName(QStringLiteral("logView"));
    m_view->setAccessibleName(tr("Log"));
    m_view->setToolTip(tr("What the program has to say, newest last"));
    m_view->setModel(m_filtered);
    m_view->setItemDelegate(new LogDelegate(m_view));
    m_view->setAllColumnsShowFocus(true);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHeaderHidden(true);
    m_view->setIndentation(0);
    const QFontMetrics metrics = m_view->fontMetrics();
    m_view->header()->setSectionResizeMode(QHeaderView::Interactive);
    m_view->header()->resizeSection(
        LogModel::TimeColumn, metrics.horizontalAdvance(QStringLiteral("00:00:00.000")) + 2 * metrics.height());
    m_view->header()->resizeSection(
        LogModel::SeverityColumn, metrics.horizontalAdvance(tr("warning")) + 2 * metrics.height());
    m_view->header()->setStretchLastSection(true);
    // Not by scrollToBottom() at each line, which lays out all lines each time.
    QScrollBar* bar = m_view->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar] { m_sticksToEnd = bar->value() == bar->maximum(); });
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar] {
        if (m_sticksToEnd)
            bar->setValue(bar->maximum());
    });
}

QPushButton* LogPanel::buildButton(const QString& name, const QString& text, const QString& help)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setToolTip(help);
    button->setAccessibleName(text);
    return button;
}

QBoxLayout* LogPanel::buildTools()
{
    m_severityBox->setObjectName(QStringLiteral("logSeverity"));
    m_severityBox->setAccessibleName(tr("Least severity"));
    m_severityBox->setToolTip(tr("Show lines of at least this severity"));
    m_severityBox->addItem(tr("All"), static_cast<int>(LogSeverity::Information));
    m_severityBox->addItem(tr("Warnings"), static_cast<int>(LogSeverity::Warning));
    m_severityBox->addItem(tr("Errors"), static_cast<int>(LogSeverity::Error));
    m_wordsEdit->setObjectName(QStringLiteral("logWords"));
    m_wordsEdit->setAccessibleName(tr("Filter the log"));
    m_wordsEdit->setToolTip(tr("Show lines that contain these words"));
    m_wordsEdit->setPlaceholderText(tr("Filter"));
    m_wordsEdit->setClearButtonEnabled(true);
    auto* copy = buildButton(
        QStringLiteral("logCopy"), tr("Copy"), tr("Copy the selected lines, or all that are shown, to the clipboard"));
    auto* clear = buildButton(QStringLiteral("logClear"), tr("Clear"), tr("Forget all lines"));
    m_diagnosticsButton = buildButton(QStringLiteral("logDiagnostics"), tr("Copy diagnostics"),
        tr("Copy versions, device and threads to the clipboard, as they help in a report of a fault"));
    m_diagnosticsButton->setText({}); // its icon takes less of a narrow window
    m_diagnosticsButton->setIcon(themedIcon(QStringLiteral("log")));
    m_diagnosticsButton->setEnabled(false);
    connect(copy, &QPushButton::clicked, this, &LogPanel::copyLines);
    connect(clear, &QPushButton::clicked, this, &LogPanel::clear);
    connect(m_diagnosticsButton, &QPushButton::clicked, this, &LogPanel::copyDiagnostics);

    auto* row = new QHBoxLayout;
    const int margin = fontMetrics().height() / 3;
    row->setContentsMargins(margin, margin, margin, margin);
    row->setSpacing(margin);
    row->addWidget(m_severityBox);
    row->addWidget(m_wordsEdit, 1);
    row->addWidget(copy);
    row->addWidget(clear);
    row->addWidget(m_diagnosticsButton);
    return row;
}

void LogPanel::append(LogSeverity severity, const QString& text, const QDateTime& time)
{
    m_model->append({time, severity, text});
    if (severity != LogSeverity::Information)
        Q_EMIT problemAppended(severity);
}

void LogPanel::clear()
{
    m_model->clear();
}

void LogPanel::setDiagnostics(std::function<QString()> diagnostics)
{
    m_diagnostics = std::move(diagnostics);
    m_diagnosticsButton->setEnabled(static_cast<bool>(m_diagnostics));
}

void LogPanel::setFilter(LogSeverity least, const QString& words)
{
    m_severityBox->setCurrentIndex(m_severityBox->findData(static_cast<int>(least)));
    m_wordsEdit->setText(words);
}

void LogPanel::applyFilter()
{
    static_cast<LogFilter*>(m_filtered)
        ->setFilter(static_cast<LogSeverity>(m_severityBox->currentData().toInt()), m_wordsEdit->text());
    m_view->scrollToBottom();
}

QString LogPanel::text() const
{
    QModelIndexList lines = m_view->selectionModel()->selectedRows();
    std::sort(lines.begin(), lines.end());
    if (lines.isEmpty()) {
        for (int row = 0; row < m_filtered->rowCount(); ++row)
            lines.append(m_filtered->index(row, 0));
    }
    QString text;
    for (const QModelIndex& line : std::as_const(lines))
        text += line.data(LogModel::LineRole).toString() + QLatin1Char('\n');
    return text;
}

void LogPanel::copyLines()
{
    QApplication::clipboard()->setText(text());
}

void LogPanel::copyDiagnostics()
{
    if (m_diagnostics) {
        QApplication::clipboard()->setText(m_diagnostics());
        Q_EMIT diagnosticsCopied();
    }
}

} // namespace cnnvis::ui
