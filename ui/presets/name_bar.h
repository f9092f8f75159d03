// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <functional>

class QLineEdit;
class QPushButton;

namespace cnnvis::ui {

/// Asks for a name in a line of its own, without a dialogue: Enter accepts, Escape gives up. Hidden until it is asked.
class NameBar : public QFrame {
    Q_OBJECT

public:
    explicit NameBar(QWidget* parent = nullptr);

    /// What accepting a name would do, for the button, and whether it can be accepted.
    struct Answer {
        QString verb;
        bool isAcceptable = false;
    };
    using Verb = std::function<Answer(const QString& name)>;
    /// @param verb  asked again with each letter.
    /// @param done  called once with the name, when it is accepted.
    void ask(const QString& label, const QString& name, Verb verb, std::function<void(const QString& name)> done);
    /// Hides without an answer.
    void giveUp();

Q_SIGNALS:
    /// Accepted or given up.
    void finished();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void accept();
    void updateVerb();

    QLineEdit* m_edit;
    QPushButton* m_accept;
    QPushButton* m_cancel;
    Verb m_verb;
    std::function<void(const QString&)> m_done;
};

} // namespace cnnvis::ui
