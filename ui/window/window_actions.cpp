// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/window_actions.h"

#include "preview/picture_canvas.h"
#include "theme/theme.h"
#include "theme/themed_icon.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMainWindow>
#include <QUndoStack>

#include <utility>

namespace cnnvis::ui {
namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("WindowActions", text);
}

} // namespace

QString toolTipWithKey(const QString& help, const QKeySequence& key)
{
    return key.isEmpty() ? help : QStringLiteral("%1 (%2)").arg(help, key.toString(QKeySequence::NativeText));
}

WindowActions::WindowActions(QMainWindow& window, QUndoStack& undoStack)
    : m_window(window)
{
    addFileActions();
    addSessionActions();
    addEditActions(undoStack);
    addRunActions();
    addViewActions();
    addTools();
    addThemes();
    addOtherActions();
}

QAction* WindowActions::add(const char* name, const QString& text, const QString& icon, const QKeySequence& key,
    const QString& help, bool isCheckable)
{
    auto* action = new QAction(text, &m_window);
    action->setObjectName(QLatin1String(name));
    if (!icon.isEmpty())
        action->setIcon(themedIcon(icon));
    action->setShortcut(key);
    action->setToolTip(toolTipWithKey(help, key));
    action->setStatusTip(QString());
    action->setWhatsThis(help);
    action->setCheckable(isCheckable);
    m_window.addAction(action);
    return action;
}

void WindowActions::addFileActions()
{
    openPicture = add("openPicture", say("&Open picture…"), QStringLiteral("open"), QKeySequence::Open,
        say("Choose the photo that the dream starts from"));
    openPreset = add("openPreset", say("Open p&reset…"), QStringLiteral("preset"), Qt::CTRL | Qt::SHIFT | Qt::Key_O,
        say("Apply a preset from a file, or the settings of a picture made here"));
    savePicture = add("savePicture", say("&Save picture…"), QStringLiteral("save"), QKeySequence::Save,
        say("Write the picture that is shown to a file; PNG, JPEG, TIFF and WebP keep how it was made"));
    savePreset = add("savePreset", say("Save as &preset…"), QStringLiteral("star"), Qt::CTRL | Qt::SHIFT | Qt::Key_S,
        say("Keep the settings as they are now as a preset of yours"));
    exportSettings = add("exportSettings", say("&Export settings…"), QStringLiteral("export"), Qt::CTRL | Qt::Key_E,
        say("Write the settings to a file, for the command line or another machine"));
    quit = add("quit", say("&Quit"), {}, Qt::CTRL | Qt::Key_Q, say("End the program; the session is kept"));
    quit->setMenuRole(QAction::QuitRole);
}

void WindowActions::addSessionActions()
{
    newSession = add("newSession", say("&New session"), QStringLiteral("file"), QKeySequence::New,
        say("Leave the timeline as it is in its session; the next dream begins another"));
    openSession = add("openSession", say("&Open a session…"), QStringLiteral("open"), {},
        say("Go on with a session from a file, of which a copy is made"));
    saveSessionCopy = add("saveSessionCopy", say("&Save a copy…"), QStringLiteral("save"), {},
        say("Write the session, as it is, to one file; a dream goes on meanwhile"));
    keepSession = add("keepSession", say("&Keep this session whole"), QStringLiteral("star"), {},
        say("Never thin this session when all of them together take too much room"), true);
    showSessions = add("showSessions", say("Show in &folder"), QStringLiteral("folder"), {},
        say("Open the folder in which sessions are kept"));
}

void WindowActions::addEditActions(QUndoStack& undoStack)
{
    const auto adopt = [this](QAction* action, const char* name, const char* icon, const QKeySequence& key,
                           const QString& help) {
        action->setObjectName(QLatin1String(name));
        action->setIcon(themedIcon(QLatin1String(icon)));
        action->setShortcut(key);
        action->setWhatsThis(help);
        // Its tool tip would follow its text, without the shortcut.
        QObject::connect(action, &QAction::changed, action, [action, help] {
            const QString toolTip = toolTipWithKey(help, action->shortcut());
            if (action->toolTip() != toolTip)
                action->setToolTip(toolTip);
        });
        action->setToolTip(toolTipWithKey(help, key));
        m_window.addAction(action);
        return action;
    };
    undo = adopt(undoStack.createUndoAction(&m_window, say("&Undo")), "undo", "undo", Qt::CTRL | Qt::Key_Z,
        say("Take the last change of the settings back"));
    redo = adopt(undoStack.createRedoAction(&m_window, say("&Redo")), "redo", "redo", Qt::CTRL | Qt::SHIFT | Qt::Key_Z,
        say("Make the change again that was taken back"));
    findSetting = add("findSetting", say("&Find a setting"), QStringLiteral("search"), QKeySequence::Find,
        say("Search the settings by name, flag or help"));
    resetSetting =
        add("resetSetting", say("Reset this se&tting"), QStringLiteral("reset"), Qt::CTRL | Qt::Key_Backspace,
            say("Bring the setting that has the focus back to the preset's value, then to its default"));
    resetAll = add("resetAll", say("Reset &all settings"), {}, {}, say("Bring all settings back to their defaults"));
    copyPicture = add("copyPicture", say("&Copy picture"), QStringLiteral("copy"), Qt::CTRL | Qt::SHIFT | Qt::Key_C,
        say("Put the picture that is shown on the clipboard"));
    pasteStartImage = add("pasteStartImage", say("&Paste as start image"), QStringLiteral("import"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_V, say("Start the next run from the picture on the clipboard"));
}

void WindowActions::addRunActions()
{
    start = add("start", say("&Start"), QStringLiteral("start"), Qt::Key_F5, say("Start dreaming"));
    pause =
        add("pause", say("&Pause"), QStringLiteral("pause"), Qt::Key_F6, say("Hold the run, or let it go on"), true);
    step = add("step", say("S&tep"), QStringLiteral("step"), Qt::Key_F7, say("Do a single step, then hold"));
    stop = add("stop", say("St&op"), QStringLiteral("stop"), Qt::Key_F8, say("End the run; its picture is kept"));
    snapshot = add("takeSnapshot", say("Take a s&napshot"), QStringLiteral("snapshot"), Qt::Key_K,
        say("Keep the picture as it is now in the strip below"));
    snapshotIntervals = new QActionGroup(&m_window);
    snapshotIntervals->setObjectName(QStringLiteral("snapshotIntervals"));
    for (const int steps : {0, 5, 10, 25, 50, 100}) {
        const QString text = steps == 0 ? say("None") : say("Every %1 steps").arg(steps);
        const QString help = steps == 0 ? say("Only snapshots that are asked for")
                                        : say("A snapshot whenever %1 more steps of a size are done").arg(steps);
        QAction* action = add(qPrintable(QStringLiteral("snapshotsEvery%1").arg(steps)), text, {}, {}, help, true);
        action->setData(steps);
        snapshotIntervals->addAction(action);
    }
}

void WindowActions::addViewActions()
{
    zoomIn = add("zoomIn", say("Zoom &in"), QStringLiteral("zoom-in"), QKeySequence(Qt::CTRL | Qt::Key_Plus),
        say("See the picture larger"));
    zoomOut = add("zoomOut", say("Zoom &out"), QStringLiteral("zoom-out"), QKeySequence(Qt::CTRL | Qt::Key_Minus),
        say("See the picture smaller"));
    fit = add("fit", say("&Fit"), QStringLiteral("fit"), Qt::CTRL | Qt::Key_0, say("See the whole picture"));
    actualSize = add("actualSize", say("&1:1"), QStringLiteral("one-to-one"), Qt::CTRL | Qt::Key_1,
        say("One pixel of the picture for one of the screen"));
    compare = add("compare", say("&Compare"), QStringLiteral("compare"), Qt::Key_C,
        say("Before and after, on two sides of a line that is dragged"), true);
    flip = add("flip", say("Show the picture &before"), {}, {},
        say("Show what the dream started from; holding B does it for a moment"), true);
    tiles = add("tiles", say("Ti&les"), QStringLiteral("tiles"), Qt::Key_G,
        say("The tiles in which the picture is worked on, and which is being stepped"), true);
    tracePoints = add("showTracePoints", say("Trace poi&nts"), {}, Qt::Key_R,
        say("The points that the plots follow; they are seen with the tool for them anyway"), true);
    fullScreen = add("fullScreen", say("F&ull screen"), {}, Qt::Key_F11, say("Use the whole screen"), true);
    hidePanels = add("hidePanels", say("&Hide all panels"), {}, Qt::Key_Tab,
        say("In full screen, leave nothing but the picture; with the focus on the picture"), true);
    // Elsewhere the key goes from one control to the next.
    hidePanels->setShortcutContext(Qt::WidgetShortcut);
    hidePanels->setEnabled(false);
    resetLayout = add("resetLayout", say("&Reset layout"), {}, {}, say("Put all panels back where they were at first"));
}

void WindowActions::addTools()
{
    tools = new QActionGroup(&m_window);
    tools->setObjectName(QStringLiteral("tools"));
    pan = add("panTool", say("&Pan"), QStringLiteral("pan"), Qt::Key_H,
        say("Dragging moves the picture; the wheel zooms"), true);
    probe = add("probeTool", say("Pr&obe"), QStringLiteral("probe"), Qt::Key_P,
        say("Click the picture to see which channels respond there"), true);
    trace = add("traceTool", say("&Trace"), QStringLiteral("trace"), Qt::Key_T,
        say("Click to follow a pixel in the plots; drag a point to move it, Delete removes it"), true);
    const std::pair<QAction*, CanvasTool> all[] = {
        {pan, CanvasTool::Pan}, {probe, CanvasTool::Probe}, {trace, CanvasTool::Trace}};
    for (const auto& [action, tool] : all) {
        action->setData(static_cast<int>(tool));
        tools->addAction(action);
    }
    pan->setChecked(true);
}

void WindowActions::addThemes()
{
    themes = new QActionGroup(&m_window);
    themes->setObjectName(QStringLiteral("themes"));
    const struct {
        ThemeChoice choice;
        QString text, help;
    } all[] = {{ThemeChoice::System, say("As the &desktop"), say("Dark or light, as the desktop is")},
        {ThemeChoice::Dark, say("D&ark"), say("Dark chrome, which leaves the picture its colours")},
        {ThemeChoice::Light, say("&Light"), say("Light chrome, for bright rooms")}};
    for (const auto& theme : all) {
        const QString text = themeChoiceText(theme.choice);
        QAction* action = add(qPrintable(QStringLiteral("theme-") + text), theme.text, {}, {}, theme.help, true);
        action->setData(text);
        themes->addAction(action);
    }
}

void WindowActions::addOtherActions()
{
    bestiary = add("useBestiary", say("&Bestiary"), QStringLiteral("network"), {},
        say("The small network that comes with the program"));
    openNetwork = add("openNetwork", say("Open a &folder…"), QStringLiteral("open"), Qt::CTRL | Qt::SHIFT | Qt::Key_N,
        say("Use another network: the folder with its deploy.prototxt and .caffemodel"));
    shortcuts = add("showShortcuts", say("&Keyboard and mouse"), QStringLiteral("help"), Qt::Key_F1,
        say("All shortcuts at a glance"));
    copyDiagnostics = add("copyDiagnostics", say("Copy &diagnostics"), QStringLiteral("log"), {},
        say("Put versions, machine and network on the clipboard, for a report"));
    about = add("about", say("&About cnn-vis"), {}, {}, say("Version, licences, thanks"));
    about->setMenuRole(QAction::AboutRole);
}

} // namespace cnnvis::ui
