// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plot_canvas.h"

#include "plots/figure_text.h"
#include "plots/plot_scene.h"
#include "plots/read_out.h"
#include "widgets/scaled_font.h"

#include <cmath>

namespace cnnvis::ui {

namespace {

constexpr int kDrawDelay = 16; // ms: more often than the screen shows it would be wasted
constexpr double kZoomPerNotch = 0.8;
constexpr double kPanPerKey = 0.1; // of the width
constexpr int kMostNotes = 6;
constexpr double kSmallFont = 0.88;

} // namespace

PlotCanvas::PlotCanvas(ValueScale scale, const PlotSeriesList& series, const PlotMarks& marks, QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_series(series)
    , m_marks(marks)
    , m_scene(std::make_unique<PlotScene>(m_plot, scale, series, marks))
    , m_readOut(new ReadOut(m_plot))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    setFocusPolicy(Qt::StrongFocus);
    const QString help = tr("Wheel: look closer at the steps; with Ctrl, or over the axis: at the values.\n"
                            "Drag: go to other steps. Double-click: show all and follow the newest.\n"
                            "Keys: + and − look closer and wider, ← and → go to other steps, Home shows all, End "
                            "follows the newest.");
    setWhatsThis(help);
    setAccessibleDescription(help);
    m_plot->setObjectName(QStringLiteral("plotSurface"));
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    m_drawTimer.setSingleShot(true);
    m_drawTimer.setInterval(kDrawDelay);
    connect(&m_drawTimer, &QTimer::timeout, this, &PlotCanvas::refresh);
    connectMouse();
    restyle();
}

PlotCanvas::~PlotCanvas()
{
    m_plot->removeEventFilter(this);
}

void PlotCanvas::connectMouse()
{
    connect(m_plot, &QCustomPlot::mouseWheel, this, &PlotCanvas::zoomWithWheel);
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this] { showAll(); });
    connect(m_plot, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        if (event->button() == Qt::LeftButton)
            m_dragFrom = event->position();
    });
    connect(m_plot, &QCustomPlot::mouseRelease, this, [this] {
        m_dragFrom.reset();
        m_plot->unsetCursor();
    });
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        m_pointer = event->position();
        if (m_dragFrom && (event->buttons() & Qt::LeftButton))
            drag(event->position());
        updateReadOut();
    });
}

void PlotCanvas::drag(const QPointF& position)
{
    const QPointF moved = position - *m_dragFrom;
    if (m_plot->cursor().shape() != Qt::ClosedHandCursor && moved.manhattanLength() < QApplication::startDragDistance())
        return;
    const bool wasFollowing = isFollowing();
    m_plot->setCursor(Qt::ClosedHandCursor);
    m_dragFrom = position;
    m_window.pan(-moved.x() * m_scene->stepsPerPixel());
    if (!m_scene->isFittingValues())
        m_scene->panValues(moved.y());
    windowMoved(wasFollowing);
}

void PlotCanvas::zoomWithWheel(QWheelEvent* event)
{
    constexpr double kNotch = 120.0;
    const QPoint angle = event->angleDelta();
    const double factor = std::pow(kZoomPerNotch, angle.y() / kNotch);
    const QPointF at = event->position();
    const bool isOverAxis = at.x() < m_scene->area().left();
    if (angle.x() != 0 && angle.y() == 0) {
        const bool wasFollowing = isFollowing();
        m_window.pan(-angle.x() / kNotch * kPanPerKey * (m_window.upper() - m_window.lower()));
        windowMoved(wasFollowing);
    } else if (isOverAxis || event->modifiers().testFlag(Qt::ControlModifier)) {
        m_scene->zoomValues(factor, at.y());
        m_drawTimer.start();
    } else {
        zoomSteps(factor, at.x());
    }
    event->accept();
}

void PlotCanvas::zoomSteps(double factor, double atPixel)
{
    const bool wasFollowing = isFollowing();
    m_window.zoom(factor, m_scene->stepAt(atPixel));
    windowMoved(wasFollowing);
}

void PlotCanvas::showAll()
{
    const bool wasFollowing = isFollowing();
    m_scene->setFittingValues(true);
    m_window.followAll();
    windowMoved(wasFollowing);
}

void PlotCanvas::setFollowing(bool isNowFollowing)
{
    const bool wasFollowing = isFollowing();
    if (isNowFollowing == wasFollowing)
        return;
    if (isNowFollowing) {
        m_scene->setFittingValues(true);
        m_window.follow();
    } else {
        m_window.stopFollowing();
    }
    windowMoved(wasFollowing);
}

void PlotCanvas::windowMoved(bool wasFollowing)
{
    if (!m_drawTimer.isActive())
        m_drawTimer.start();
    if (wasFollowing != isFollowing())
        Q_EMIT followingChanged(isFollowing());
}

void PlotCanvas::keyPressEvent(QKeyEvent* event)
{
    const bool wasFollowing = isFollowing();
    const double span = m_window.upper() - m_window.lower();
    const double middle = m_scene->area().center().x();
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomSteps(kZoomPerNotch, middle);
    case Qt::Key_Minus:
        return zoomSteps(1.0 / kZoomPerNotch, middle);
    case Qt::Key_Home:
        return showAll();
    case Qt::Key_End:
        return setFollowing(true);
    case Qt::Key_Left:
        m_window.pan(-kPanPerKey * span);
        return windowMoved(wasFollowing);
    case Qt::Key_Right:
        m_window.pan(kPanPerKey * span);
        return windowMoved(wasFollowing);
    default:
        QWidget::keyPressEvent(event);
    }
}

void PlotCanvas::focusInEvent(QFocusEvent* event)
{
    const Qt::FocusReason reason = event->reason();
    m_readOut->setFocusFrameShown(
        reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason);
    QWidget::focusInEvent(event);
}

void PlotCanvas::focusOutEvent(QFocusEvent* event)
{
    m_readOut->setFocusFrameShown(false);
    QWidget::focusOutEvent(event);
}

bool PlotCanvas::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_plot && event->type() == QEvent::Leave) {
        m_pointer.reset();
        m_readOut->hideContent();
    }
    return QWidget::eventFilter(watched, event);
}

void PlotCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
        refresh(); // at once: the ground is painted with its new colour already
    }
    QWidget::changeEvent(event);
}

void PlotCanvas::restyle()
{
    const QFont small = scaledFont(font(), kSmallFont);
    m_colours = PlotColours::fromPalette(palette());
    m_scene->setStyle(m_colours, small);
    m_readOut->setStyle(m_colours, small);
}

void PlotCanvas::reset()
{
    m_window.reset();
    m_scene->setFittingValues(true);
    Q_EMIT followingChanged(true);
    m_drawTimer.start();
}

void PlotCanvas::updateSteps()
{
    double oldest = std::numeric_limits<double>::infinity();
    double newest = -oldest;
    for (const auto& series : m_series) {
        if (const auto ends = series->data.ends()) {
            oldest = std::min(oldest, ends->first);
            newest = std::max(newest, ends->second);
        }
    }
    const bool hasData = oldest <= newest;
    if (hasData)
        m_window.setSteps(oldest, newest);
    m_readOut->setHint(hasData ? QString() : tr("The curves of a run appear here"));
}

void PlotCanvas::refresh()
{
    m_drawTimer.stop();
    updateSteps();
    m_scene->draw(m_window.lower(), m_window.upper());
    updateReadOut();
}

void PlotCanvas::updateReadOut()
{
    if (!m_pointer || !m_scene->area().contains(m_pointer->toPoint())) {
        m_readOut->hideContent();
        return;
    }
    const ReadOutContent content = contentAt(m_pointer->x());
    if (content.rows.isEmpty() && content.notes.isEmpty())
        m_readOut->hideContent();
    else
        m_readOut->showContent(content, m_scene->area());
}

ReadOutContent PlotCanvas::contentAt(double pixel) const
{
    ReadOutContent content;
    content.x = pixel;
    const double pointed = m_scene->stepAt(pixel);
    double step = std::round(pointed);
    bool hasStep = false;
    for (const auto& series : m_series) {
        const std::optional<SeriesPoint> point =
            series->isDrawn() ? series->data.nearest(pointed) : std::optional<SeriesPoint>();
        if (!point)
            continue;
        const std::optional<QPointF> place = m_scene->pixelOf(*series, *point);
        const QString figure = m_scene->isLogarithmic() ? scientificFigure(point->value) : plainFigure(point->value);
        content.rows.append(
            {legibleOn(m_colours.background, series->colour), series->fullName(), figure, place.value_or(QPointF())});
        if (!hasStep) {
            step = point->step;
            content.x = place ? place->x() : pixel;
            hasStep = true;
        }
    }
    content.title = tr("step %1").arg(countFigure(std::llround(step)));
    content.notes = notesAt(pointed);
    return content;
}

QStringList PlotCanvas::notesAt(double step) const
{
    const double reach = fontMetrics().height() / 2.0 * m_scene->stepsPerPixel();
    QStringList notes;
    int more = 0;
    for (const PlotMark& mark : m_marks.between(step - reach, step + reach)) {
        if (notes.size() < kMostNotes)
            notes.append(tr("%1: %2").arg(countFigure(mark.step), mark.text));
        else
            ++more;
    }
    if (more > 0)
        notes.append(tr("and %n more", nullptr, more));
    return notes;
}

QByteArray PlotCanvas::png(const QString& unit)
{
    refresh();
    return m_scene->png(unit);
}

QByteArray PlotCanvas::pdf(const QString& unit)
{
    refresh();
    return m_scene->pdf(unit);
}

} // namespace cnnvis::ui
