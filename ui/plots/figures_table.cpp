// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/figures_table.h"

#include "plots/figure_text.h"
#include "plots/plot_colours.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

namespace cnnvis::ui {

namespace {

enum Row {
    kStep,
    kLearningRate,
    kObjective,
    kNetwork,
    kPNorm,
    kAuxiliary,
    kTotalVariation,
    kStepSize,
    kStepRatio,
    kImage,
    kRows
};

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
    : QTableWidget(kRows, 2, parent)
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
    const QStringList names{tr("step"), tr("learning rate"), tr("objective"), tr("network gradient"), tr("p-norm"),
        tr("auxiliary"), tr("total variation"), tr("step mean / median"), tr("step / value"),
        tr("image mean, deviation")};
    for (int row = 0; row < kRows; ++row) {
        setItem(row, 0, new QTableWidgetItem(names[row]));
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
    for (int row = 0; row < kRows; ++row) {
        setFigure(row, QStringLiteral("–"));
    }
}

void FiguresTable::setReport(qint64 globalStep, const StepReport& report)
{
    setFigure(kStep, countFigure(globalStep));
    setFigure(kLearningRate, plainFigure(report.learningRate));
    setFigure(kObjective, plainFigure(report.objective));
    setFigure(kNetwork, scientificFigure(report.meanNetworkGradient));
    setFigure(kPNorm, scientificFigure(report.meanPGradient));
    setFigure(kAuxiliary, scientificFigure(report.meanPGradientAux));
    setFigure(kTotalVariation, scientificFigure(report.meanTvGradient));
    setFigure(kStepSize, tr("%1 / %2").arg(plainFigure(report.meanStep), plainFigure(report.medianStep)));
    setFigure(kStepRatio, plainFigure(report.meanStepRatio));
    setFigure(kImage, tr("%1, %2").arg(plainFigure(report.imageMean), plainFigure(report.imageDeviation)));
}

} // namespace cnnvis::ui
