// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "plots/oscillation_watch.h"
#include "plots/plot_marks.h"
#include "plots/report_plots.h"
#include "plots/traces_view.h"

#include <QTimer>
#include <QWidget>

class QMenu;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace cnnvis::ui {

class FiguresTable;
class FileWriter;
class HintBar;

/// The plots of a run in tabs, with the current figures beside them and a hint when the run swings from step to step.
///
/// Fed by values and never asks for any. Takes in thousands of steps a second, repaints what is visible a dozen times a
/// second, and stays small however long the run. The horizontal axis counts steps over all sizes of the run ("global
/// steps"), from 1.
class PlotsPanel : public QWidget {
    Q_OBJECT

public:
    enum class Plot { Traces, Gradients, Objective, Step, Image };

    explicit PlotsPanel(QWidget* parent = nullptr);
    ~PlotsPanel() override;

    /// Begins a new run: empties curves, marks and figures. Which curves are on stays as it is.
    /// @param stepsDone  global steps done before, when a run is taken up again.
    void clear(qint64 stepsDone = 0);
    /// The same, but for the traced pixels: other curves of the same run, or of one before.
    void clearReports(qint64 stepsDone);
    /// Those of steps that were taken some time ago, which ask for no hint.
    void addPastReports(const QVector<StepReport>& reports);
    /// In the order of the steps; at best in batches.
    void addReports(const QVector<StepReport>& reports);
    /// @param globalStep  that was about to be taken; later than those of all samples before.
    void addTraceSamples(qint64 globalStep, const QVector<TraceSample>& samples);
    /// Points that are gone lose their curves, the others keep them.
    void setTracePoints(const QVector<PlottedPoint>& points);
    /// A knob was turned: "learning rate 1.0 → 2.4".
    void addTick(qint64 globalStep, const QString& text);
    void beginSize(qint64 globalStep, PictureSize size);

    /// Of the newest report. It counts the reports, and what is missing between two of the same size.
    qint64 globalStep() const { return m_globalStep; }

    /// Adds a tab of somebody else's, e.g. the log. The panel takes it over; the plots' controls hide while it is
    /// shown.
    void addPage(QWidget* page, const QString& title);
    void setCurrentPlot(Plot plot);
    /// Whether pixels were traced.
    bool hasTraces() const;
    /// Where the traced pixels are seen, the objective is.
    void leaveTraces();
    PlotView* plot(Plot plot) const;

    /// Write the plot of the current tab in the background: exported() or exportFailed() follows.
    void exportCsv(const QString& path);
    void exportPng(const QString& path);
    void exportPdf(const QString& path);

Q_SIGNALS:
    /// The hint's button was pressed.
    void halveLearningRateRequested();
    void exported(const QString& path);
    /// @param message  for people, with the file's name and the reason.
    void exportFailed(const QString& message);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void addView(PlotView* view);
    QWidget* buildTabRow();
    void buildLayout();
    QToolButton* buildButton(const QString& name, const QString& icon, const QString& text, const QString& help);
    /// Where the tabs need the room, the buttons show their icons alone.
    void fitButtons();
    void fillSeriesMenu();
    void fillExportMenu();
    void connectParts();

    PlotView* currentView() const;
    void currentTabChanged();
    void addReport(const StepReport& report);
    void updateHint();
    void scheduleRefresh();
    void refresh();
    void chooseFile(const QString& suffix, const QString& filter, void (PlotsPanel::*write)(const QString&));
    void write(const QString& path, const QByteArray& bytes);

    PlotMarks m_marks;
    OscillationWatch m_watch;
    std::optional<StepReport> m_lastReport;
    qint64 m_globalStep = 0;

    TracesView* m_traces;
    ReportPlots m_reportPlots;
    QVector<PlotView*> m_views; ///< in the order of Plot
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
    QToolButton* m_seriesButton;
    QToolButton* m_followButton;
    QToolButton* m_exportButton;
    QMenu* m_seriesMenu;
    QMenu* m_exportMenu;
    FiguresTable* m_figures;
    HintBar* m_hint;
    FileWriter* m_writer;
    QTimer m_refreshTimer;
};

} // namespace cnnvis::ui
