// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/recipe_dialog.h"

#include "cnnvis/model_source.h"
#include "settings/entry_text.h"
#include "widgets/ramp_text.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <utility>

namespace cnnvis::ui {
namespace {

QString fileName(const std::string& path)
{
    return QFileInfo(QString::fromStdString(path)).fileName();
}

QString labelOf(const std::string& key)
{
    const SettingEntry* const entry = findSetting(key);
    return entry == nullptr ? QString::fromStdString(key) : ui::labelOf(*entry);
}

QString valueOf(const SettingText& setting)
{
    const SettingEntry* const entry = findSetting(setting.key);
    const QString shown = entry == nullptr ? QString() : shownValue(*entry, QString::fromStdString(setting.text));
    return shown.isEmpty() ? RecipeDialog::tr("none") : shown;
}

/// "3 of 3, step 200"
QString placeText(const DreamRecipe& recipe)
{
    const RunSettings last = recipe.settingsAtEnd();
    const RunPosition end = recipe.end.value_or(RunPosition{last.numSizes - 1, last.numSteps});
    return RecipeDialog::tr("size %1 of %2, step %3 of %4")
        .arg(end.sizeIndex + 1)
        .arg(last.numSizes)
        .arg(end.steps)
        .arg(last.numSteps);
}

QString originText(const FoundRecipe& found)
{
    const DreamRecipe& recipe = found.recipe;
    const QString from = !recipe.settings.initialImage.empty() ? fileName(recipe.settings.initialImage)
        : recipe.origin.startPixels                            ? RecipeDialog::tr("a picture")
                                                               : RecipeDialog::tr("noise");
    const QString network = QString::fromStdString(ModelSource::of(recipe.settings).name);
    QString text = network.isEmpty()
        ? RecipeDialog::tr("Dreamt from %1: %2.").arg(from, placeText(recipe))
        : RecipeDialog::tr("Dreamt from %1 with %2: %3.").arg(from, network, placeText(recipe));
    if (!recipe.changes.empty())
        text += QLatin1Char(' ')
            + (recipe.changes.size() == 1
                    ? RecipeDialog::tr("Settings were turned once on the way; dreamt again, they turn by themselves.")
                    : RecipeDialog::tr(
                        "Settings were turned %1 times on the way; dreamt again, they turn by themselves.")
                          .arg(recipe.changes.size()));
    for (const QString& ramp : rampTexts(recipe.ramps))
        text += QLatin1Char(' ') + RecipeDialog::tr("By itself, %1.").arg(ramp);
    return text;
}

QStringList warnings(const FoundRecipe& found)
{
    QStringList texts;
    const std::string& photo = found.recipe.settings.initialImage;
    if (found.inputs.isPhotoMissing && photo.empty())
        texts << RecipeDialog::tr("Its start image came in no file, and is not known here.");
    else if (found.inputs.isPhotoMissing)
        texts << RecipeDialog::tr("Its photo is not found in the folders that you use. It says: %1")
                     .arg(QString::fromStdString(photo));
    if (found.inputs.isNetworkMissing)
        texts << RecipeDialog::tr(
            "Its network is not found in the folders that you use; the present one stays. It says: %1")
                     .arg(QString::fromStdString(ModelSource::of(found.recipe.settings).folder));
    for (const std::string& note : found.inputs.notes)
        texts << QString::fromStdString(note) + QLatin1Char('.');
    if (!found.recipe.unknown.empty()) {
        QStringList parts;
        for (const std::string& part : found.recipe.unknown)
            parts << QString::fromStdString(part);
        texts << RecipeDialog::tr("This version does not know, and leaves out: %1.")
                     .arg(parts.join(QStringLiteral(", ")));
    }
    return texts;
}

QLabel* wrappedLabel(const QString& text)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

RunSettings settingsWith(const RunSettings& present, const FoundRecipe& found, RecipePart part)
{
    RunSettings recipe = found.recipe.settings;
    applyChange(recipe, found.inputs.change);
    if (found.inputs.isPhotoMissing)
        recipe.initialImage = present.initialImage;
    if (found.inputs.isNetworkMissing)
        takeNetworkSettings(recipe, present);
    recipe.outputFile = present.outputFile;
    if (part == RecipePart::AllButTheSeed)
        recipe.seed = present.seed;
    if (part != RecipePart::Objective)
        return recipe;
    RunSettings settings = present;
    for (const SettingText& difference : settingsDifference(present, recipe)) {
        const SettingEntry& entry = *findSetting(difference.key);
        if (entry.group == settingOf(&RunSettings::targetLayer).group)
            setSettingText(settings, entry, difference.text);
    }
    return settings;
}

RecipeDialog::RecipeDialog(QWidget* parent, FoundRecipe found, const RunSettings& present)
    : QDialog(parent)
    , m_found(std::move(found))
    , m_present(present)
    , m_parts(new QButtonGroup(this))
    , m_changes(new QTreeWidget)
{
    setObjectName(QStringLiteral("recipeDialog"));
    setWindowTitle(tr("How %1 was made").arg(m_found.name));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(wrappedLabel(originText(m_found)));
    for (const QString& warning : warnings(m_found))
        layout->addWidget(wrappedLabel(QStringLiteral("⚠ ") + warning));
    if (m_found.inputs.isPhotoMissing || m_found.inputs.isNetworkMissing)
        layout->addLayout(searchButtons());
    const std::pair<RecipePart, QString> parts[] = {{RecipePart::Everything, tr("Take over &everything")},
        {RecipePart::AllButTheSeed, tr("Everything but the see&d")},
        {RecipePart::Objective, tr("Only what is &amplified")}};
    for (const auto& [part, text] : parts) {
        auto* button = new QRadioButton(text);
        m_parts->addButton(button, static_cast<int>(part));
        layout->addWidget(button);
    }
    m_parts->button(static_cast<int>(RecipePart::Everything))->setChecked(true);
    m_changes->setObjectName(QStringLiteral("recipeChanges"));
    m_changes->setRootIsDecorated(false);
    m_changes->setHeaderLabels({tr("Setting"), tr("Now"), tr("Then")});
    m_changes->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    layout->addWidget(m_changes, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_replay = buttons->addButton(tr("&Dream it again"), QDialogButtonBox::AcceptRole);
    auto* use = buttons->addButton(tr("&Use its settings"), QDialogButtonBox::AcceptRole);
    m_replay->setObjectName(QStringLiteral("replayRecipe"));
    use->setObjectName(QStringLiteral("useRecipe"));
    m_replay->setDefault(true);
    layout->addWidget(buttons);
    connect(m_parts, &QButtonGroup::idClicked, this, &RecipeDialog::showChanges);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(use, &QPushButton::clicked, this, [this] {
        Q_EMIT settingsWanted(chosen().settingsAtEnd());
        accept();
    });
    connect(m_replay, &QPushButton::clicked, this, [this] {
        Q_EMIT replayWanted(chosen());
        accept();
    });
    showChanges();
    resize(620, 480);
}

QBoxLayout* RecipeDialog::searchButtons()
{
    auto* row = new QHBoxLayout;
    auto* look = new QPushButton(tr("&Look there"));
    look->setObjectName(QStringLiteral("lookWhereItSays"));
    look->setAutoDefault(false);
    look->setToolTip(tr("A file from others can name any place: it is only looked at when you say so"));
    row->addWidget(look);
    connect(look, &QPushButton::clicked, this, [this] {
        Q_EMIT writtenPathsAllowed();
        accept();
    });
    if (m_found.inputs.isPhotoMissing) {
        auto* find = new QPushButton(tr("&Find the photo…"));
        find->setAutoDefault(false);
        row->addWidget(find);
        connect(find, &QPushButton::clicked, this, &RecipeDialog::photoWanted);
    }
    row->addStretch();
    return row;
}

/// A dream that was opened is the start image until another is chosen: it is not what it was dreamt from.
bool RecipeDialog::isPhotoThere() const
{
    const QString present = QString::fromStdString(expandEnvironment(m_present.initialImage));
    return !m_found.inputs.isPhotoMissing || (!present.isEmpty() && present != m_found.path);
}

void RecipeDialog::setPresent(const RunSettings& present)
{
    m_present = present;
    showChanges();
}

RecipePart RecipeDialog::part() const
{
    return static_cast<RecipePart>(m_parts->checkedId());
}

/// The recipe as it would run here. Of the objective alone, nothing else comes along.
DreamRecipe RecipeDialog::chosen() const
{
    const RunSettings settings = settingsWith(m_present, m_found, part());
    if (part() != RecipePart::Objective) {
        DreamRecipe recipe = m_found.recipe;
        recipe.changes = m_found.inputs.changes;
        return fitted(recipe, settings, {});
    }
    DreamRecipe recipe;
    recipe.settings = settings;
    return recipe;
}

void RecipeDialog::showChanges()
{
    m_changes->clear();
    m_replay->setEnabled(part() == RecipePart::Objective || isPhotoThere());
    m_replay->setToolTip(m_replay->isEnabled() ? QString() : tr("Its photo is missing: look for it first"));
    const DreamRecipe recipe = chosen();
    const SettingsChange back = settingsDifference(recipe.settings, m_present);
    const SettingsChange forth = settingsDifference(m_present, recipe.settings);
    for (std::size_t i = 0; i < forth.size(); ++i)
        m_changes->addTopLevelItem(new QTreeWidgetItem({labelOf(forth[i].key), valueOf(back[i]), valueOf(forth[i])}));
    if (forth.empty())
        m_changes->addTopLevelItem(new QTreeWidgetItem({tr("Nothing: these are the present settings")}));
    for (const SettingRamp& ramp : recipe.ramps)
        m_changes->addTopLevelItem(new QTreeWidgetItem({labelOf(ramp.key), placeText(ramp), valueText(ramp)}));
    for (const RecipeChange& change : recipe.changes) {
        const QString place = tr("size %1, after step %2").arg(change.after.sizeIndex + 1).arg(change.after.steps);
        for (const SettingText& setting : change.change)
            m_changes->addTopLevelItem(new QTreeWidgetItem({labelOf(setting.key), place, valueOf(setting)}));
    }
}

} // namespace cnnvis::ui
