// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/lane_editor.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <QWidget>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cnnvis::ui {
namespace {

constexpr int kReach = 6; ///< pixels from which a point is taken hold of
constexpr double kPixelsOfRange = 200.0; ///< that a drag needs through all useful values

} // namespace

LaneEditor::LaneEditor(QWidget& view, LaneGeometry geometry)
    : QObject(&view)
    , m_view(view)
    , m_geometry(std::move(geometry))
{ }

void LaneEditor::setScene(const TimelineScene& scene)
{
    m_scene = &scene;
    if (m_selected.lane >= 0)
        m_selected.lane = laneOf(m_selectedKey);
    if (m_selected.lane < 0)
        m_selected = {};
    else
        m_selected.point = std::min(m_selected.point, static_cast<int>(scene.knobs[m_selected.lane].points.size()) - 1);
}

/// -1: it is not shown.
int LaneEditor::laneOf(const QString& key) const
{
    for (int lane = 0; lane < m_geometry.count(); ++lane) {
        if (m_scene->knobs[lane].key == key)
            return lane;
    }
    return -1;
}

QVector<TimelinePoint> LaneEditor::pointsOf(int lane) const
{
    return m_scene->knobs[lane].points;
}

QPointF LaneEditor::centreOf(int lane, int point) const
{
    const TimelineKnob& knob = m_scene->knobs[lane];
    const QRect rect = m_geometry.rect(lane);
    const double y = rect.bottom() - 1 - knob.heightOf(knob.points[point].value) * (rect.height() - 3);
    return {m_geometry.xOf(knob.points[point].step), y};
}

bool LaneEditor::isPoint(const Place& place) const
{
    return m_scene != nullptr && place.lane >= 0 && place.lane < m_geometry.count() && place.point >= 0
        && place.point < m_scene->knobs[place.lane].points.size() && m_scene->knobs[place.lane].isEditable;
}

LaneEditor::Place LaneEditor::find(QPoint place) const
{
    if (m_scene == nullptr)
        return {};
    for (int lane = 0; lane < m_geometry.count(); ++lane) {
        const TimelineKnob& knob = m_scene->knobs[lane];
        if (!knob.isEditable || !m_geometry.rect(lane).adjusted(-kReach, 0, kReach, 2).contains(place))
            continue;
        Place found{lane, -1};
        double nearest = kReach + 1;
        for (int point = 0; point < knob.points.size(); ++point) {
            const double far = std::abs(centreOf(lane, point).x() - place.x());
            if (far < nearest) {
                nearest = far;
                found.point = point;
            }
        }
        return found;
    }
    return {};
}

void LaneEditor::select(const Place& place)
{
    m_selected = place;
    m_selectedKey = place.lane < 0 ? QString() : m_scene->knobs[place.lane].key;
    m_view.update();
}

bool LaneEditor::press(const QMouseEvent& event)
{
    const Place place = find(event.position().toPoint());
    if (event.button() != Qt::LeftButton || place.lane < 0)
        return false;
    select(place);
    if (!isPoint(place))
        return true; // a second click may follow, which adds one
    m_isDragging = true;
    m_grabbed = event.position().toPoint();
    m_grabbedValue = pointsOf(place.lane)[place.point].value;
    say(event.globalPosition().toPoint());
    return true;
}

bool LaneEditor::move(const QMouseEvent& event)
{
    const QPoint place = event.position().toPoint();
    if (!m_isDragging) {
        m_view.setCursor(isPoint(find(place)) ? Qt::SizeAllCursor : Qt::ArrowCursor);
        return false;
    }
    if (!isPoint(m_selected))
        return true; // its run is gone
    const TimelineKnob& knob = m_scene->knobs[m_selected.lane];
    const double way = (m_grabbed.y() - place.y()) / kPixelsOfRange;
    moveSelected(m_geometry.stepAt(place.x()), knob.valueAlong(m_grabbedValue, way),
        event.modifiers().testFlag(Qt::ShiftModifier), true);
    say(event.globalPosition().toPoint());
    return true;
}

bool LaneEditor::release(const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton || !std::exchange(m_isDragging, false))
        return false;
    Q_EMIT finished();
    return true;
}

bool LaneEditor::doubleClick(const QMouseEvent& event)
{
    const Place place = find(event.position().toPoint());
    if (event.button() != Qt::LeftButton || place.lane < 0 || place.point >= 0)
        return place.lane >= 0;
    add(place.lane, m_geometry.stepAt(event.position().x()));
    return true;
}

/// Between its neighbours; the first one stays where the run begins.
void LaneEditor::moveSelected(int step, double value, bool isRamp, bool isDrag)
{
    QVector<TimelinePoint> points = pointsOf(m_selected.lane);
    TimelinePoint& point = points[m_selected.point];
    if (m_selected.point == 0) {
        point.step = 0;
    } else {
        const bool isLast = m_selected.point + 1 == points.size();
        const int most = isLast ? m_scene->steps : points[m_selected.point + 1].step;
        point.step = std::clamp(step, points[m_selected.point - 1].step, most);
        if (isRamp && point.shape == TimelineShape::Hold)
            point.shape = TimelineShape::Linear;
    }
    point.value = m_scene->knobs[m_selected.lane].inRange(value);
    Q_EMIT edited(m_scene->knobs[m_selected.lane].key, points, isDrag);
}

void LaneEditor::add(int lane, int step)
{
    const TimelineKnob& knob = m_scene->knobs[lane];
    QVector<TimelinePoint> points = knob.points;
    const auto behind =
        std::find_if(points.begin(), points.end(), [step](const TimelinePoint& point) { return point.step > step; });
    // On a ramp, it lies on it.
    const bool isOnRamp = behind != points.end() && behind->shape != TimelineShape::Hold;
    const TimelinePoint point{step, knob.valueAt(step), isOnRamp ? TimelineShape::Linear : TimelineShape::Hold, {}};
    const auto index = static_cast<int>(behind - points.begin());
    points.insert(index, point);
    select({lane, index});
    Q_EMIT edited(knob.key, points, false);
}

void LaneEditor::remove()
{
    if (!isPoint(m_selected) || m_selected.point == 0)
        return;
    QVector<TimelinePoint> points = pointsOf(m_selected.lane);
    points.remove(m_selected.point);
    const QString key = m_scene->knobs[m_selected.lane].key;
    select({m_selected.lane, m_selected.point - 1});
    Q_EMIT edited(key, points, false);
}

void LaneEditor::shape(TimelineShape shape)
{
    if (!isPoint(m_selected) || m_selected.point == 0)
        return;
    QVector<TimelinePoint> points = pointsOf(m_selected.lane);
    points[m_selected.point].shape = shape;
    Q_EMIT edited(m_scene->knobs[m_selected.lane].key, points, false);
}

bool LaneEditor::chooseByKey(const QKeyEvent& event)
{
    const int lanes = m_geometry.count();
    if (event.key() == Qt::Key_Up || event.key() == Qt::Key_Down) {
        const int lane = m_selected.lane + (event.key() == Qt::Key_Down ? 1 : -1);
        select({std::clamp(lane, 0, lanes - 1), 0});
        return true;
    }
    const bool isToPoint = event.modifiers() == Qt::ControlModifier && m_selected.lane >= 0;
    if (!isToPoint || (event.key() != Qt::Key_Left && event.key() != Qt::Key_Right))
        return false;
    const int last = static_cast<int>(m_scene->knobs[m_selected.lane].points.size()) - 1;
    select({m_selected.lane, std::clamp(m_selected.point + (event.key() == Qt::Key_Right ? 1 : -1), 0, last)});
    say(m_view.mapToGlobal(centreOf(m_selected.lane, m_selected.point).toPoint()));
    return true;
}

bool LaneEditor::moveByKey(const QKeyEvent& event)
{
    if (event.modifiers() != Qt::AltModifier || !isPoint(m_selected))
        return false;
    constexpr double kPart = 0.02; // of the useful values
    const TimelinePoint point = pointsOf(m_selected.lane)[m_selected.point];
    const TimelineKnob& knob = m_scene->knobs[m_selected.lane];
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        moveSelected(point.step + (event.key() == Qt::Key_Right ? 1 : -1), point.value, false, false);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        moveSelected(
            point.step, knob.valueAlong(point.value, event.key() == Qt::Key_Up ? kPart : -kPart), false, false);
        return true;
    default:
        return false;
    }
}

bool LaneEditor::key(const QKeyEvent& event)
{
    if (m_scene == nullptr || m_geometry.count() == 0)
        return false;
    if (moveByKey(event) || (event.modifiers() != Qt::AltModifier && chooseByKey(event)))
        return true;
    if (!isKey(event))
        return false;
    switch (event.key()) {
    case Qt::Key_Insert:
        add(m_selected.lane, m_geometry.playhead());
        return true;
    case Qt::Key_Delete:
        remove();
        return true;
    case Qt::Key_L:
        shape(TimelineShape::Linear);
        return true;
    case Qt::Key_E:
        shape(TimelineShape::Eased);
        return true;
    case Qt::Key_H:
        shape(TimelineShape::Hold);
        return true;
    default:
        return false;
    }
}

bool LaneEditor::isKey(const QKeyEvent& event) const
{
    const bool isOfLane = m_scene != nullptr && m_selected.lane >= 0 && m_selected.lane < m_geometry.count()
        && m_scene->knobs[m_selected.lane].isEditable;
    const bool isEdit = event.key() == Qt::Key_Insert || event.key() == Qt::Key_Delete || event.key() == Qt::Key_L
        || event.key() == Qt::Key_E || event.key() == Qt::Key_H;
    return isOfLane && isEdit && (event.modifiers() & ~Qt::KeypadModifier) == 0;
}

void LaneEditor::fillMenu(QMenu& menu, const QPoint* place)
{
    if (m_scene == nullptr)
        return;
    const Place found = place == nullptr ? m_selected : find(*place);
    if (found.lane >= 0 && found.lane < m_geometry.count() && m_scene->knobs[found.lane].isEditable) {
        select(found);
        const int step = place == nullptr ? m_geometry.playhead() : m_geometry.stepAt(place->x());
        menu.addSection(m_scene->knobs[found.lane].label);
        menu.addAction(tr("Add a point here"), this, [this, key = m_selectedKey, step] {
            if (const int lane = laneOf(key); lane >= 0)
                add(lane, step);
        });
        if (isPoint(found) && found.point > 0) {
            menu.addAction(tr("Ramp to here: evenly"), this, [this] { shape(TimelineShape::Linear); });
            menu.addAction(tr("Ramp to here: eased"), this, [this] { shape(TimelineShape::Eased); });
            menu.addAction(tr("Jump here"), this, [this] { shape(TimelineShape::Hold); });
            menu.addAction(tr("Delete the point"), this, [this] { remove(); });
        }
        menu.addSeparator();
    }
    if (m_scene->others.isEmpty())
        return;
    QMenu* const others = menu.addMenu(tr("Automate"));
    others->setObjectName(QStringLiteral("automateMenu"));
    for (const auto& [key, label] : m_scene->others)
        others->addAction(label, this, [this, key = key] { Q_EMIT laneWanted(key); });
}

void LaneEditor::paint(QPainter& painter, int lane) const
{
    const TimelineKnob& knob = m_scene->knobs[lane];
    QPainterPath done;
    QPainterPath ahead; // still to come
    const double now = m_geometry.xOf(m_scene->done);
    for (int i = 0; i < knob.points.size(); ++i) {
        const QPointF at = centreOf(lane, i);
        if (i == 0) {
            done.moveTo(at);
            continue;
        }
        const QPointF before = centreOf(lane, i - 1);
        const double middle = (before.x() + at.x()) / 2;
        if (knob.points[i].shape == TimelineShape::Eased) {
            done.cubicTo({middle, before.y()}, {middle, at.y()}, at);
        } else {
            if (knob.points[i].shape == TimelineShape::Hold)
                done.lineTo(at.x(), before.y());
            done.lineTo(at);
        }
    }
    done.lineTo(m_geometry.xOf(m_scene->steps), done.currentPosition().y());
    const QRect rect = m_geometry.rect(lane);
    QColor colour = m_view.palette().color(QPalette::Highlight);
    painter.setBrush(Qt::NoBrush);
    painter.save();
    painter.setClipRect(QRectF(rect.left(), rect.top() - 1, now - rect.left(), rect.height() + 2));
    painter.setPen(QPen(colour, 1.5));
    painter.drawPath(done);
    painter.setClipRect(QRectF(now, rect.top() - 1, rect.right() + 1 - now, rect.height() + 2));
    painter.setPen(QPen(colour, 1.5, Qt::DotLine));
    painter.drawPath(done);
    painter.restore();
    if (!knob.isEditable)
        return;
    painter.setPen(QPen(colour, 1.0));
    for (int i = 0; i < knob.points.size(); ++i) {
        const bool isSelected = m_selected.lane == lane && m_selected.point == i;
        painter.setBrush(m_view.palette().color(isSelected ? QPalette::Highlight : QPalette::Window));
        const double radius = isSelected ? 3.5 : 2.5;
        painter.drawEllipse(centreOf(lane, i), radius, radius);
    }
}

QString LaneEditor::textAt(QPoint place) const
{
    const Place found = find(place);
    if (!isPoint(found))
        return {};
    const TimelineKnob& knob = m_scene->knobs[found.lane];
    const TimelinePoint& point = knob.points[found.point];
    return tr("%1: %2 from step %3 on. Drag it; with Shift, as the end of a ramp.")
        .arg(knob.label, point.text)
        .arg(point.step);
}

void LaneEditor::say(QPoint where) const
{
    if (!isPoint(m_selected))
        return;
    const TimelineKnob& knob = m_scene->knobs[m_selected.lane];
    const TimelinePoint& point = knob.points[m_selected.point];
    QToolTip::showText(where, tr("%1 from step %2 on").arg(point.text).arg(point.step), &m_view);
}

} // namespace cnnvis::ui
