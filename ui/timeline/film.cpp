// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/film.h"

#include <QBuffer>
#include <QImageReader>

#include <cstdlib>
#include <iterator>

namespace cnnvis::ui {
namespace {

constexpr std::size_t kMostFrames = 1500; ///< some 60 MB of them

/// Read at about its size, which takes a fraction of the time. Null for what a damaged file has.
QImage iconOf(const QByteArray& jpeg)
{
    QBuffer buffer;
    buffer.setData(jpeg);
    QImageReader reader(&buffer, "JPEG");
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > kFilmSide || size.height() > kFilmSide)
        return {};
    reader.setScaledSize(size.scaled(kFilmSide, kIconHeight, Qt::KeepAspectRatio));
    return reader.read();
}

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
    return {jpeg, {}};
}

void Film::add(int step, const FilmFrame& frame)
{
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
    if (isEmpty() || std::abs(nearest(step) - step) > farthest)
        return {};
    const FilmFrame& frame = find(step)->second;
    if (frame.icon.isNull())
        frame.icon = iconOf(frame.jpeg);
    return frame.icon;
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
