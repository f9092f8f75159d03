// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace cnnvis::ui {

/// A quiet heading in small, spaced capitals, cut off where there is no room; follows the font.
class SectionTitle : public QLabel {
    Q_OBJECT

public:
    using QLabel::QLabel;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont capitals() const;
};

} // namespace cnnvis::ui
