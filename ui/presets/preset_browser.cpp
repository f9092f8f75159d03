// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_browser.h"

#include "presets/name_bar.h"
#include "presets/notice_bar.h"
#include "presets/preset_delegate.h"
#include "presets/preset_grid.h"
#include "presets/preset_model.h"
#include "presets/preset_network.h"
#include "presets/preset_store.h"
#include "widgets/file_dialog.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace cnnvis::ui {
namespace {

int paddingOf(const QWidget& widget)
{
    return qRound(widget.fontMetrics().height() * 0.6);
}

QLabel* plainLabel(const char* name)
{
    auto* const label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText); // texts of files
    label->setWordWrap(true);
    return label;
}

} // namespace

PresetBrowser::PresetBrowser(PresetStore& store, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_model(new PresetModel(store, this))
    , m_nameBar(new NameBar)
    , m_notice(new NoticeBar)
{
    setObjectName(QStringLiteral("presetBrowser"));
    buildGrid();
    buildActions();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTop());
    layout->addWidget(m_grid, 1);
    layout->addWidget(m_notice);
    layout->addWidget(m_nameBar);
    layout->addWidget(buildDetails());
    connect(&m_store, &PresetStore::problemFound, this, [this](const QString& message) { m_notice->tell(message); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { select(m_selectedKey); });
    connect(m_model, &QAbstractItemModel::dataChanged, this, &PresetBrowser::updateDetails);
    connect(m_nameBar, &NameBar::finished, this, [this] { m_grid->setFocus(); });
    updateCount();
    updateDetails();
}

void PresetBrowser::buildGrid()
{
    m_grid = new PresetGrid;
    m_grid->setObjectName(QStringLiteral("presetGrid"));
    m_grid->setAccessibleName(tr("Presets"));
    m_grid->setToolTip(tr("Presets: double-click one to apply it"));
    m_grid->setHint(tr("No preset has these words."));
    m_grid->setModel(m_model);
    m_grid->setItemDelegate(new PresetDelegate(m_grid));
    m_grid->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_grid, &PresetGrid::cardConfirmed, this, &PresetBrowser::apply);
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        // A reset takes the selection away; what was selected is kept for its end.
        if (index.isValid())
            m_selectedKey = index.data(PresetModel::KeyRole).toString();
        updateDetails();
    });
}

void PresetBrowser::buildActions()
{
    const auto add = [this](const char* name, const QString& text, const QString& help, const QKeySequence& key) {
        auto* const action = new QAction(text, this);
        action->setObjectName(QLatin1String(name));
        action->setToolTip(help);
        action->setStatusTip(help);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_grid->addAction(action);
        return action;
    };
    m_apply = add("presetApply", tr("Apply"), tr("Takes over all settings of the preset"), {});
    m_star = add("presetStar", tr("Star"), tr("Starred presets come first"), Qt::Key_Asterisk);
    m_star->setCheckable(true);
    m_rename = add("presetRename", tr("Rename …"), tr("Gives one of your presets another name"), Qt::Key_F2);
    m_delete = add("presetDelete", tr("Delete"), tr("Deletes one of your presets"), QKeySequence::Delete);
    m_export = add("presetExport", tr("Export …"), tr("Writes the preset to a file"), {});
    m_import = add("presetImport", tr("Import …"), tr("Reads a preset from a file, or from a picture made here"), {});
    connect(m_apply, &QAction::triggered, this, &PresetBrowser::apply);
    connect(m_star, &QAction::triggered, this, &PresetBrowser::toggleStar);
    connect(m_rename, &QAction::triggered, this, &PresetBrowser::askForNewName);
    connect(m_delete, &QAction::triggered, this, &PresetBrowser::removeCurrent);
    connect(m_export, &QAction::triggered, this, &PresetBrowser::chooseExport);
    connect(m_import, &QAction::triggered, this, &PresetBrowser::chooseImport);
}

QWidget* PresetBrowser::buildTop()
{
    m_filterEdit = new QLineEdit;
    m_filterEdit->setObjectName(QStringLiteral("presetFilter"));
    m_filterEdit->setPlaceholderText(tr("Filter presets"));
    m_filterEdit->setAccessibleName(tr("Filter presets"));
    m_filterEdit->setToolTip(tr("Shows the presets that have all these words"));
    m_filterEdit->setClearButtonEnabled(true);
    connect(m_filterEdit, &QLineEdit::textChanged, this, [this](const QString& text) { m_model->setFilter(text); });
    m_count = plainLabel("presetCount");
    m_count->setWordWrap(false);
    m_count->setProperty("role", QStringLiteral("quiet"));
    m_count->setToolTip(tr("How many presets are shown"));
    auto* const top = new QWidget;
    auto* const layout = new QHBoxLayout(top);
    const int padding = paddingOf(*this);
    layout->setContentsMargins(padding, padding, padding, padding / 2);
    layout->addWidget(m_filterEdit, 1);
    layout->addWidget(m_count);
    return top;
}

QWidget* PresetBrowser::buildDetails()
{
    m_title = plainLabel("presetTitle");
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_description = plainLabel("presetDescription");
    m_description->setProperty("role", QStringLiteral("quiet"));
    m_applyButton = new QPushButton(tr("Apply"));
    m_applyButton->setObjectName(QStringLiteral("presetApplyButton"));
    m_applyButton->setProperty("primary", true);
    m_applyButton->setToolTip(tr("Takes over all settings of the preset; one undo takes them back"));
    m_applyButton->setAccessibleName(tr("Apply the preset"));
    connect(m_applyButton, &QPushButton::clicked, this, &PresetBrowser::apply);
    auto* const save = new QPushButton(tr("Save …"));
    save->setObjectName(QStringLiteral("presetSave"));
    save->setToolTip(tr("Keeps the settings as they are now as a preset of yours"));
    save->setAccessibleName(tr("Save the current settings as a preset"));
    connect(save, &QPushButton::clicked, this, &PresetBrowser::askToSaveCurrent);
    auto* const more = new QToolButton;
    more->setObjectName(QStringLiteral("presetMore"));
    more->setText(tr("More"));
    more->setToolTip(tr("Star, rename, delete, export, import"));
    more->setAccessibleName(tr("More to do with presets"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto* const menu = new QMenu(more);
    menu->addActions({m_star, m_rename, m_delete, m_export});
    menu->addSeparator();
    menu->addAction(m_import);
    more->setMenu(menu);

    m_details = new QWidget;
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(save);
    buttons->addWidget(more);
    buttons->addStretch(1);
    buttons->addWidget(m_applyButton);
    auto* const layout = new QVBoxLayout(m_details);
    const int padding = paddingOf(*this);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->setSpacing(padding / 2);
    layout->addWidget(m_title);
    layout->addWidget(m_description);
    layout->addLayout(buttons);
    return m_details;
}

QModelIndex PresetBrowser::current() const
{
    return m_grid->currentIndex();
}

void PresetBrowser::updateCount()
{
    const int shown = m_model->presetCount();
    const int all = m_model->allPresetCount();
    m_count->setText(shown == all ? QString::number(all) : tr("%1 of %2").arg(shown).arg(all));
}

void PresetBrowser::updateDetails()
{
    const QModelIndex index = current();
    const bool isPreset = m_model->kindAt(index) != PresetModel::Kind::Heading;
    const bool isOwn = m_model->kindAt(index) == PresetModel::Kind::Own;
    for (QAction* const action : {m_apply, m_star, m_export})
        action->setEnabled(isPreset);
    for (QAction* const action : {m_rename, m_delete})
        action->setEnabled(isOwn);
    m_applyButton->setEnabled(isPreset);
    m_star->setChecked(isPreset && index.data(PresetModel::StarRole).toBool());
    m_title->setVisible(isPreset);
    m_description->setVisible(isPreset);
    if (!isPreset)
        return;
    m_title->setText(index.data().toString());
    QString text = index.data(PresetModel::DescriptionRole).toString();
    const QString needs = index.data(PresetModel::NeedsRole).toString();
    if (!needs.isEmpty())
        text += QLatin1Char('\n') + tr("Needs %1. %2").arg(needs, index.data(PresetModel::InsteadRole).toString());
    if (!index.data(PresetModel::FitsRole).toBool()) {
        const QString layer = targetLayerOf(m_model->presetAt(index));
        text += (text.isEmpty() ? QString() : QStringLiteral("\n"))
            + tr("The loaded network has no layer %1; choose another target after applying.").arg(layer);
    }
    m_description->setText(text);
}

void PresetBrowser::setLoadedLayers(const QStringList& layers)
{
    m_model->setLoadedLayers(layers);
}

void PresetBrowser::select(const QString& key)
{
    const QModelIndex index = m_model->indexOf(key);
    if (index.isValid()) {
        m_grid->setCurrentIndex(index);
        m_grid->scrollTo(index);
    }
    updateCount();
    updateDetails();
}

void PresetBrowser::apply()
{
    const QModelIndex index = current();
    if (m_model->kindAt(index) != PresetModel::Kind::Heading)
        Q_EMIT presetChosen(m_model->presetAt(index), m_model->nameAt(index));
}

void PresetBrowser::askToSaveCurrent()
{
    m_notice->dismiss();
    const auto verb = [this](const QString& name) {
        const QString text = m_store.findTitle(name) != nullptr ? tr("Replace") : tr("Save");
        return NameBar::Answer{text, !PresetStore::cleanTitle(name).isEmpty()};
    };
    m_nameBar->ask(tr("Name of the new preset"), {}, verb,
        [this](const QString& name) { Q_EMIT saveRequested(PresetStore::cleanTitle(name)); });
}

void PresetBrowser::saveCurrent(const Preset& preset, const QImage& thumbnail)
{
    const QString id = m_store.save(preset, thumbnail);
    if (!id.isEmpty()) {
        m_filterEdit->clear();
        select(PresetStore::ownKey(id));
    }
}

void PresetBrowser::askForNewName()
{
    const QString id = m_model->ownIdAt(current());
    if (id.isEmpty())
        return;
    m_notice->dismiss();
    const auto verb = [this, id](const QString& name) {
        const OwnPreset* const namesake = m_store.findTitle(name);
        const bool isFree = namesake == nullptr || namesake->id == id;
        return NameBar::Answer{tr("Rename"), isFree && !PresetStore::cleanTitle(name).isEmpty()};
    };
    m_nameBar->ask(tr("New name"), current().data().toString(), verb,
        [this, id](const QString& name) { m_store.rename(id, name); });
}

void PresetBrowser::removeCurrent()
{
    const QString id = m_model->ownIdAt(current());
    if (id.isEmpty())
        return;
    m_nameBar->giveUp();
    const bool isStarred = m_store.isStarred(PresetStore::ownKey(id));
    const std::optional<OwnPreset> removed = m_store.remove(id);
    if (!removed)
        return;
    m_notice->tell(tr("Deleted “%1”.").arg(QString::fromStdString(removed->preset.title)), [this, removed, isStarred] {
        const QString restored = m_store.save(removed->preset, removed->thumbnail);
        if (restored.isEmpty())
            return;
        m_store.setStarred(PresetStore::ownKey(restored), isStarred);
        select(PresetStore::ownKey(restored));
    });
}

void PresetBrowser::importFile(const QString& path)
{
    m_notice->dismiss();
    const QString id = m_store.importFile(path);
    if (!id.isEmpty()) {
        m_filterEdit->clear();
        select(PresetStore::ownKey(id));
    }
}

void PresetBrowser::chooseImport()
{
    auto* const dialog = makeFileDialog(this, tr("Import a preset"));
    dialog->setObjectName(QStringLiteral("presetImportDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Presets and pictures made here (*.json *.png *.jpg *.jpeg *.tif *.tiff *.webp)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &PresetBrowser::importFile);
    dialog->open();
}

void PresetBrowser::chooseExport()
{
    const QModelIndex index = current();
    if (m_model->kindAt(index) == PresetModel::Kind::Heading)
        return;
    auto* const dialog = makeFileDialog(this, tr("Export the preset"));
    dialog->setObjectName(QStringLiteral("presetExportDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Presets (*.json)"));
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(PresetStore::fileNameOf(index.data().toString()) + QStringLiteral(".json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, preset = m_model->presetAt(index)](const QString& path) {
        if (m_store.exportPreset(preset, path))
            m_notice->tell(tr("Exported to %1.").arg(path));
    });
    dialog->open();
}

void PresetBrowser::toggleStar()
{
    m_model->setData(current(), !current().data(PresetModel::StarRole).toBool(), PresetModel::StarRole);
}

} // namespace cnnvis::ui
