// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

#include <cstdlib>
#include <iostream>

namespace {

constexpr int kSmallest = 8;
constexpr int kLargest = 4096;
/// Drawn so many times as large and averaged, which keeps thin lines of small icons even.
constexpr int kOversampling = 4;

QImage drawn(QSvgRenderer& drawing, int size)
{
    QImage image(size * kOversampling, size * kOversampling, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    drawing.render(&painter);
    painter.end();
    return image.scaled(size, size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_ARGB32);
}

int complain(const std::string& message)
{
    std::cerr << "cnn-vis-draw-icon: " << message << '\n';
    return 1;
}

} // namespace

/// Draws an SVG as a square PNG: DRAWING.svg SIZE ICON.png
int main(int argc, char** argv)
{
    const int size = argc == 4 ? std::atoi(argv[2]) : 0;
    if (size < kSmallest || size > kLargest)
        return complain("give a drawing, a size from 8 to 4096 and the name of a PNG");
    QSvgRenderer drawing(QString::fromLocal8Bit(argv[1]));
    if (!drawing.isValid())
        return complain(std::string("'") + argv[1] + "' cannot be drawn");
    const QString path = QString::fromLocal8Bit(argv[3]);
    QDir().mkpath(QFileInfo(path).path());
    if (!drawn(drawing, size).save(path, "PNG"))
        return complain(std::string("'") + argv[3] + "' cannot be written");
    return 0;
}
