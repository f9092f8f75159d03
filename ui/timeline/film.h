// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>

#include <map>

namespace cnnvis::ui {

/// A small picture of a step, packed for keeping.
struct FilmFrame {
    QByteArray jpeg; ///< its longer side at most kFilmSide
    mutable QImage icon; ///< as high as the timeline shows it; null: not made yet
};

/// Pixels of the longer side of a frame.
inline constexpr int kFilmSide = 640;
/// Pixels of the height of an icon: sharp at twice the usual scaling.
inline constexpr int kIconHeight = 80;

/// Takes its time; on any thread.
/// @{
FilmFrame frameOf(const QImage& picture);
/// One that was packed before, whose icon is made when it is first seen.
FilmFrame frameOf(const QByteArray& jpeg);
/// @}

/// Small pictures of a run's steps, so many that any moment has one near: dense near its end, thinner behind.
class Film {
public:
    /// @param step  counted over all sizes.
    void add(int step, const FilmFrame& frame);
    bool isEmpty() const { return m_frames.empty(); }
    /// Of the step that is nearest to that one; null where there is none, or it is farther away than that.
    QImage iconAt(int step, int farthest) const;
    /// The nearest, as large as it was kept; null where there is none.
    QImage pictureAt(int step) const;
    /// The step whose picture that is; 0 where there is none.
    int nearest(int step) const;
    /// All of them, by their steps.
    const std::map<int, FilmFrame>& frames() const { return m_frames; }
    /// Those up to that step, e.g. for a branch.
    Film upTo(int step) const;

private:
    std::map<int, FilmFrame>::const_iterator find(int step) const;

    std::map<int, FilmFrame> m_frames;
};

} // namespace cnnvis::ui
