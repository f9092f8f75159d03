// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/figures_table.h"

#include "plots/figure_text.h"
#include "plots/plot_colours.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <functional>
#include <vector>

namespace cnnvis::ui {

namespace {

/// A row: its name, and what it tells of a report.
struct Figure {
    QString name;
    std::function<QString(qint64 globalStep, const StepReport& report)> text;
};

QString tr(const char* text)
{
    return FiguresTable::tr(text);
}

Figure plain(const QString& name, double StepReport::*value)
{
    return {name, [value](qint64, const StepReport& report) { return plainFigure(report.*value); }};
}

QString pair(const QString& form, double first, double second)
{
    return form.arg(plainFigure(first), plainFigure(second));
}

const std::vector<Figure>& figures()
{
    static const std::vector<Figure> all = [] {
        std::vector<Figure> rows{{tr("step"), [](qint64 step, const StepReport&) { return countFigure(step); }},
            plain(tr("learning rate"), &StepReport::learningRate), plain(tr("objective"), &StepReport::objective),
            {tr("network gradient"),
                [](qint64, const StepReport& report) { return scientificFigure(report.meanNetworkGradient); }}};
        for (const TermInfo& info : stepTerms())
            rows.push_back({tr(info.label.data()), [key = info.key](qint64, const StepReport& report) {
                                return scientificFigure(report.term(key).meanGradient);
                            }});
        rows.push_back({tr("step mean / median"),
            [](qint64, const StepReport& report) { return pair(tr("%1 / %2"), report.meanStep, report.medianStep); }});
        rows.push_back(plain(tr("step / value"), &StepReport::meanStepRatio));
        rows.push_back({tr("image mean, deviation"), [](qint64, const StepReport& report) {
                            return pair(tr("%1, %2"), report.imageMean, report.imageDeviation);
                        }});
        return rows;
    }();
    return all;
}

/// Text with room around it, and a thin line below.
class FigureDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const PlotColours colours = PlotColours::fromPalette(option.palette);
        const QRect& rect = option.rect;
        const int margin = option.fontMetrics.height() / 2;
        if (index.row() > 0) {
            painter->setPen(QPen(colours.grid, 1.0));
            painter->drawLine(rect.left(), rect.top(), rect.right(), rect.top());
        }
        const bool isName = index.column() == 0;
        painter->setFont(option.font);
        painter->setPen(isName ? mixed(colours.mutedText, colours.text, 0.4) : colours.text);
        painter->drawText(rect.adjusted(margin, 0, -margin, 0),
            Qt::AlignVCenter | (isName ? Qt::AlignLeft : Qt::AlignRight), index.data().toString());
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const int height = option.fontMetrics.height();
        return {option.fontMetrics.horizontalAdvance(index.data().toString()) + height + 2, height + height / 3};
    }
};

} // namespace

FiguresTable::FiguresTable(QWidget* parent)
    : QTableWidget(static_cast<int>(figures().size()), 2, parent)
{
    setObjectName(QStringLiteral("figuresTable"));
    setAccessibleName(tr("Figures of the newest step"));
    setToolTip(tr("The figures of the newest step. Gradients are mean magnitudes in 1 / grey level, steps and the "
                  "image in grey levels."));
    setItemDelegate(new FigureDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::NoSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabKeyNavigation(false);
    horizontalHeader()->hide();
    verticalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(1);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    verticalHeader()->setMinimumSectionSize(1);
    for (int row = 0; row < rowCount(); ++row) {
        setItem(row, 0, new QTableWidgetItem(figures()[static_cast<std::size_t>(row)].name));
        setItem(row, 1, new QTableWidgetItem);
    }
    clearFigures();
    fitRows();
}

void FiguresTable::fitRows()
{
    const int height = fontMetrics().height();
    verticalHeader()->setDefaultSectionSize(height + height / 3);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
}

void FiguresTable::changeEvent(QEvent* event)
{
    QTableWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitRows();
        updateGeometry();
    }
}

QSize FiguresTable::sizeHint() const
{
    const int names = sizeHintForColumn(0);
    const int figures = fontMetrics().horizontalAdvance(QStringLiteral("−100.0, 100.0")) + fontMetrics().height();
    return {names + figures, rowCount() * verticalHeader()->defaultSectionSize()};
}

QSize FiguresTable::minimumSizeHint() const
{
    return {sizeHint().width(), 0};
}

void FiguresTable::setFigure(int row, const QString& figure)
{
    item(row, 1)->setText(figure);
}

void FiguresTable::clearFigures()
{
    for (int row = 0; row < rowCount(); ++row)
        setFigure(row, QStringLiteral("–"));
}

void FiguresTable::setReport(qint64 globalStep, const StepReport& report)
{
    for (int row = 0; row < rowCount(); ++row)
        setFigure(row, figures()[static_cast<std::size_t>(row)].text(globalStep, report));
}

} // namespace cnnvis::ui
