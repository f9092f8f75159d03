// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>

#include <map>

namespace cnnvis::ui {

/// A small picture of a step, packed for keeping.
struct FilmFrame {
    QByteArray jpeg; ///< its longer side at most kFilmSide
    QImage icon; ///< as high as the timeline shows it
};

/// Pixels of the longer side of a frame.
inline constexpr int kFilmSide = 640;
/// Pixels of the height of an icon: sharp at twice the usual scaling.
inline constexpr int kIconHeight = 80;

/// Takes its time; on any thread.
FilmFrame frameOf(const QImage& picture);

/// Small pictures of a run's steps, so many that any moment has one near: dense near its end, thinner behind.
class Film {
public:
    /// @param step  counted over all sizes.
    void add(int step, const FilmFrame& frame);
    bool isEmpty() const { return m_frames.empty(); }
    int size() const { return static_cast<int>(m_frames.size()); }
    /// Of the last step up to that one, or else the first there is.
    QImage iconAt(int step) const;
    /// The same, as large as it was kept; null where there is none.
    QImage pictureAt(int step) const;
    /// Those up to that step, e.g. for a branch.
    Film upTo(int step) const;

private:
    std::map<int, FilmFrame>::const_iterator find(int step) const;

    std::map<int, FilmFrame> m_frames;
};

} // namespace cnnvis::ui
