// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/help_dialogs.h"

#include "theme/themed_icon.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace cnnvis::ui {
namespace {

/// What the text about the program calls the program's icon.
constexpr const char* kIconName = "icon";

QString say(const char* text)
{
    return QCoreApplication::translate("HelpDialogs", text);
}

QString plain(QString text)
{
    text.remove(QLatin1Char('&'));
    text.remove(QChar(0x2026)); // …
    return text.toHtmlEscaped();
}

QString row(const QString& keys, const QString& text)
{
    return QStringLiteral("<tr><td width='38%' style='padding:2px'><b>%1</b></td><td style='padding:2px'>%2</td></tr>")
        .arg(keys.toHtmlEscaped(), text);
}

QString section(const QString& title, const QString& rows)
{
    return rows.isEmpty() ? QString() : QStringLiteral("<h4>%1</h4><table width='100%'>%2</table>").arg(title, rows);
}

QString rowsOf(const QMenu& menu)
{
    QString rows;
    for (const QAction* action : menu.actions()) {
        if (action->menu() != nullptr)
            rows += rowsOf(*action->menu());
        else if (!action->shortcut().isEmpty())
            rows += row(action->shortcut().toString(QKeySequence::NativeText), plain(action->text()));
    }
    return rows;
}

QString pictureRows()
{
    const struct {
        QString keys, text;
    } all[] = {{say("Wheel"), say("Zoom at the pointer")}, {say("Drag, or Space and drag"), say("Move the picture")},
        {say("Arrows"), say("Move the picture, the probe or the trace point; with Shift ten times as far")},
        {QStringLiteral("+  −  0  1"), say("Zoom in, zoom out, fit, 1:1, with the focus on the picture")},
        {QStringLiteral("B"), say("Hold to see the picture before")},
        {say("Ctrl+Left, Ctrl+Right"), say("Move the line between before and after")},
        {say("Return"), say("Probe, or place a trace point")}, {say("Page up, Page down"), say("Next trace point")},
        {say("Delete"), say("Remove the trace point")}};
    QString rows;
    for (const auto& entry : all)
        rows += row(entry.keys, entry.text);
    return rows;
}

QString otherRows()
{
    return row(say("Double-click a setting's name"), say("Back to the preset's value, then to its default"))
        + row(say("Return, Escape in a field"), say("Take the value, or drop it; then letters are shortcuts again"))
        + row(say("Shift with a slider or the arrows"), say("Turn a number by little"))
        + row(say("Drag on the timeline"),
            say("See the picture of then; Start, Return or a knob that is turned goes on from there"))
        + row(
            say("Arrows, Home, End on the timeline"), say("A step back or forth, with Shift ten; Escape: back to now"))
        + row(say("Drag a point of a lane"),
            say("Edit what turns by itself; with Shift as the end of a ramp, a double click adds one"))
        + row(say("Up, Down on the timeline"), say("Choose a lane; Ctrl with Left and Right a point of it"))
        + row(say("Alt with arrows, Insert, Delete, L, E, H"),
            say("Move the point, add one, take it away; make the way to it a ramp, an eased one, or a jump"))
        + row(say("Click a snapshot"), say("Look at it; with Ctrl click a second one to compare"))
        + row(say("S, Ctrl+C, P, Delete"), say("Save, copy, pin or remove the chosen snapshot"))
        + row(say("Double-click a layer"), say("Amplify it")) + row(say("Double-click a channel"), say("Amplify it"))
        + row(say("Wheel, drag, double-click a plot"), say("Zoom, move, see all"));
}

QString shortcutsText(const QMainWindow& window)
{
    QString text;
    for (const QAction* action : window.menuBar()->actions()) {
        if (action->menu() != nullptr)
            text += section(plain(action->text()), rowsOf(*action->menu()));
    }
    return text + section(say("In the picture"), pictureRows()) + section(say("Elsewhere"), otherRows());
}

QString aboutText()
{
    return QStringLiteral("<table><tr><td style='padding-right:12px'><img src='%1'></td>"
                          "<td style='vertical-align:middle'><h2>cnn-vis %2</h2></td></tr></table>")
               .arg(QLatin1String(kIconName), QCoreApplication::applicationVersion().toHtmlEscaped())
        + say("<p>Makes neural networks dream, and lets you watch them do it.</p>"
              "<p>Free software under the GNU General Public License, version 3 or later. It comes without any "
              "warranty. After cnn-vis by Justin Johnson (MIT License), and DeepDream by Alexander Mordvintsev, "
              "Christopher Olah and Mike Tyka.</p>"
              "<p>The Bestiary network and the sample picture were made for this program and are under its "
              "licence.</p><p>It stands on:</p>"
              "<table>"
              "<tr><td>Qt</td><td>LGPL 3</td></tr>"
              "<tr><td>LibTorch</td><td>BSD 3-Clause</td></tr>"
              "<tr><td>OpenCV</td><td>Apache 2.0</td></tr>"
              "<tr><td>QCustomPlot</td><td>GPL 3</td></tr>"
              "<tr><td>Protocol Buffers</td><td>BSD 3-Clause</td></tr>"
              "<tr><td>libpng</td><td>libpng License 2</td></tr>"
              "<tr><td>nlohmann/json</td><td>MIT</td></tr>"
              "<tr><td>CLI11</td><td>BSD 3-Clause</td></tr>"
              "</table>")
              .replace(QLatin1String("<tr><td>"), QLatin1String("<tr><td style='padding-right:24px'>"));
}

QDialog* showText(QWidget& window, const char* name, const QString& title, const QString& text, QSizeF ems)
{
    auto* dialog = new QDialog(&window);
    dialog->setObjectName(QLatin1String(name));
    dialog->setWindowTitle(title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto* browser = new QTextBrowser;
    browser->setObjectName(QLatin1String(name) + QStringLiteral("Text"));
    browser->setAccessibleName(title);
    browser->setToolTip(title);
    browser->setFrameShape(QFrame::NoFrame);
    browser->document()->addResource(QTextDocument::ImageResource, QUrl(QLatin1String(kIconName)),
        applicationIcon().pixmap(browser->fontMetrics().height() * 3));
    browser->setHtml(text);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    for (QAbstractButton* button : buttons->buttons())
        button->setToolTip(say("Close this window (Escape)"));
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(browser, 1);
    layout->addWidget(buttons);
    dialog->resize((ems * dialog->fontMetrics().height()).toSize());
    dialog->show();
    return dialog;
}

} // namespace

QDialog* showShortcuts(QMainWindow& window)
{
    return showText(window, "shortcutsDialog", say("Keyboard and mouse"), shortcutsText(window), {38.0, 42.0});
}

QDialog* showAbout(QWidget& window)
{
    return showText(window, "aboutDialog", say("About cnn-vis"), aboutText(), {34.0, 32.0});
}

} // namespace cnnvis::ui
