// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/themed_icon.h"

#include <QDir>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <utility>

/// Outside of all namespaces, as the macro wants it: a static library's resources register themselves only when called.
static void registerIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace cnnvis::ui {

namespace {

constexpr QLatin1String kApplicationIconName("cnn-vis");

QString pathOf(const QString& name)
{
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

/// The icon's shape with every pixel in one colour.
QPixmap paintTinted(const QString& path, const QSize& size, const QColor& colour)
{
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(path);
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(QPointF(0, 0), size));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), colour);
    return pixmap;
}

class ThemedIconEngine : public QIconEngine {
public:
    ThemedIconEngine(QString name, QPalette::ColorRole role)
        : m_name(std::move(name))
        , m_role(role)
    { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal scale = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, devicePixmap(rect.size() * scale, mode, state));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return devicePixmap(size, mode, state);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        QPixmap result = devicePixmap(size, mode, state);
        result.setDevicePixelRatio(scale);
        return result;
    }

    QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override
    {
        const int side = std::min(size.width(), size.height());
        return {side, side};
    }

    QIconEngine* clone() const override { return new ThemedIconEngine(m_name, m_role); }
    QString key() const override { return QStringLiteral("cnnvis-themed"); }
    QString iconName() override { return m_name; }
    bool isNull() override { return false; }

private:
    QColor colourOf(QIcon::Mode mode, QIcon::State state) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        return palette.color(state == QIcon::On ? QPalette::Link : m_role);
    }

    QPixmap devicePixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) const
    {
        const QColor colour = colourOf(mode, state);
        const QString key = QStringLiteral("cnnvis-icon-%1-%2x%3-%4")
                                .arg(m_name)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(colour.rgba(), 0, 16);
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = paintTinted(pathOf(m_name), size, colour);
            QPixmapCache::insert(key, pixmap);
        }
        return pixmap;
    }

    QString m_name;
    QPalette::ColorRole m_role;
};

QStringList readIconNames()
{
    registerIcons();
    QStringList names;
    const QStringList files = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files);
    for (const QString& file : files)
        names.append(file.chopped(4));
    names.removeAll(kApplicationIconName);
    names.sort();
    return names;
}

} // namespace

QIcon themedIcon(const QString& name, QPalette::ColorRole role)
{
    return themedIconNames().contains(name) ? QIcon(new ThemedIconEngine(name, role)) : QIcon();
}

const QStringList& themedIconNames()
{
    static const QStringList names = readIconNames();
    return names;
}

QIcon applicationIcon()
{
    registerIcons();
    QIcon icon;
    QSvgRenderer renderer(pathOf(kApplicationIconName));
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace cnnvis::ui
