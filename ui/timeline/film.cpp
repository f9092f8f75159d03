// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/film.h"

#include <QBuffer>

#include <cstdlib>
#include <iterator>

namespace cnnvis::ui {
namespace {

constexpr std::size_t kMostFrames = 1500; ///< some 60 MB of them

} // namespace

FilmFrame frameOf(const QImage& picture)
{
    constexpr int kQuality = 85;
    const bool isLarge = picture.width() > kFilmSide || picture.height() > kFilmSide;
    const QImage small =
        isLarge ? picture.scaled(kFilmSide, kFilmSide, Qt::KeepAspectRatio, Qt::SmoothTransformation) : picture;
    FilmFrame frame;
    QBuffer buffer(&frame.jpeg);
    buffer.open(QIODevice::WriteOnly);
    small.save(&buffer, "JPEG", kQuality);
    frame.icon = small.scaledToHeight(kIconHeight, Qt::SmoothTransformation);
    return frame;
}

FilmFrame frameOf(const QByteArray& jpeg)
{
    const QImage picture = QImage::fromData(jpeg, "JPEG");
    return {jpeg, picture.isNull() ? picture : picture.scaledToHeight(kIconHeight, Qt::SmoothTransformation)};
}

void Film::add(int step, const FilmFrame& frame)
{
    if (frame.icon.isNull())
        return; // of a file that is damaged
    m_frames[step] = frame;
    if (m_frames.size() <= kMostFrames)
        return;
    // Every second one of the older half.
    auto old = std::next(m_frames.begin());
    for (std::size_t i = 0; i < kMostFrames / 4; ++i)
        old = std::next(m_frames.erase(old));
}

std::map<int, FilmFrame>::const_iterator Film::find(int step) const
{
    const auto behind = m_frames.lower_bound(step);
    if (behind == m_frames.begin())
        return behind;
    const auto before = std::prev(behind);
    return behind == m_frames.end() || step - before->first <= behind->first - step ? before : behind;
}

QImage Film::iconAt(int step, int farthest) const
{
    return isEmpty() || std::abs(nearest(step) - step) > farthest ? QImage() : find(step)->second.icon;
}

QImage Film::pictureAt(int step) const
{
    return isEmpty() ? QImage() : QImage::fromData(find(step)->second.jpeg, "JPEG");
}

int Film::nearest(int step) const
{
    return isEmpty() ? 0 : find(step)->first;
}

Film Film::upTo(int step) const
{
    Film part;
    part.m_frames.insert(m_frames.begin(), m_frames.upper_bound(step));
    return part;
}

} // namespace cnnvis::ui
