// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace cnnvis::ui {

/// A slim line at the top of the picture that says what went wrong, or what may be of use, with a button for what would
/// help. Hidden while there is nothing to say; the newest message replaces the one before.
class MessageBar : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Info, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);

    /// @param actionText  of the button; empty: none.
    void showMessage(Kind kind, const QString& text, const QString& actionText = QString());
    /// Hides the bar, as its button does.
    void dismiss();

    Kind kind() const { return m_kind; }
    QString text() const;

Q_SIGNALS:
    /// The button was pressed; the bar has been dismissed before.
    void actionTriggered();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QColor kindColour() const;
    void updateMetrics();
    void paintSign(QPainter& painter, QPointF centre, double radius) const;

    Kind m_kind = Kind::Info;
    QLabel* m_label;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace cnnvis::ui
