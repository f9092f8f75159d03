// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QVector>
#include <QWidget>

namespace cnnvis::ui {

struct LegendEntry {
    QString key;
    QString name;
    QColor colour;
    bool isOn = true;
    friend bool operator==(const LegendEntry& a, const LegendEntry& b)
    {
        return a.key == b.key && a.name == b.name && a.colour == b.colour && a.isOn == b.isOn;
    }
};

/// One curve's colour and name, which switches it on and off.
class LegendChip : public QAbstractButton {
    Q_OBJECT

public:
    explicit LegendChip(const LegendEntry& entry, QWidget* parent = nullptr);
    const QString& key() const { return m_key; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_key;
    QColor m_colour;
};

/// The chips of a plot in a row. Those that do not fit are left out: the menu of the curves has them all.
class LegendBar : public QWidget {
    Q_OBJECT

public:
    explicit LegendBar(QWidget* parent = nullptr);
    void setEntries(const QVector<LegendEntry>& entries);
    const QVector<LegendEntry>& entries() const { return m_entries; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void toggled(const QString& key, bool isOn);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void placeChips();

    QVector<LegendEntry> m_entries;
    QVector<LegendChip*> m_chips;
};

} // namespace cnnvis::ui
