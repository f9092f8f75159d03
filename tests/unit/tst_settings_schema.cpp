// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"
#include "settings/size_text.h"

#include <QTest>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace cnnvis;

namespace {

/// Stands for a value of any type, so that the fields of an aggregate can be counted.
struct Anything {
    template <typename Value>
    operator Value() const;
};

template <typename Aggregate, typename Indices, typename = void>
struct TakesValues : std::false_type { };
template <typename Aggregate, std::size_t... Index>
struct TakesValues<Aggregate, std::index_sequence<Index...>,
    std::void_t<decltype(Aggregate{(static_cast<void>(Index), Anything{})...})>> : std::true_type { };

template <typename Aggregate, std::size_t Count = 0>
constexpr std::size_t fieldCount()
{
    if constexpr (TakesValues<Aggregate, std::make_index_sequence<Count + 1>>::value)
        return fieldCount<Aggregate, Count + 1>();
    else
        return Count;
}

bool isNumber(const SettingEntry& entry)
{
    return std::holds_alternative<int RunSettings::*>(entry.field)
        || std::holds_alternative<std::int64_t RunSettings::*>(entry.field)
        || std::holds_alternative<double RunSettings::*>(entry.field);
}

/// The key of the only problem, or how many there are.
QString onlyProblem(const RunSettings& settings)
{
    const std::vector<SettingsProblem> problems = validate(settings);
    return problems.size() == 1 ? QString::fromStdString(problems[0].key) : QString::number(problems.size());
}

} // namespace

class SettingsSchemaTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasOneEntryForEachField();
    void findsTheEntryOfAField();
    void outputAndMachineLeaveTheDreamWhatItIs();
    void namesAreUnique();
    void aliasesFindTheirEntry_data();
    void aliasesFindTheirEntry();
    void entriesSayWhatTheyAre();
    void groupsAreTogetherAndInOrder();
    void numbersHaveRangesThatFitTheirType();
    void choicesAreTheOriginalsWords_data();
    void choicesAreTheOriginalsWords();
    void regularisersAndRatesAreLive();
    void targetsAndStartsNeedARestart();
    void onlyWholeNumbersNameTheirLowest();
    void defaultsAreValid();
    void boundsAreAcceptedAndBeyondIsRefused();
    void notANumberIsAProblem();
    void problemsComeInTheOrderOfTheSchema();
    void messagesNameFlagValueAndRange();
    void unknownEnumeratorsAreProblems();
    void requiredTextsMustNotBeEmpty();
    void controlCharactersInTextsAreProblems();
    void outputMustNotOverwriteTheStartImage();
    void sizeTextIsRead_data();
    void sizeTextIsRead();
    void sizeTextIsRefused_data();
    void sizeTextIsRefused();
};

void SettingsSchemaTest::hasOneEntryForEachField()
{
    struct Three {
        int first = 0;
        std::string second;
        IterBehavior third;
    };
    static_assert(fieldCount<Three>() == 3, "the fields of an aggregate are counted right");
    QCOMPARE(settingsSchema().size(), fieldCount<RunSettings>());
    const std::vector<SettingEntry>& schema = settingsSchema();
    for (std::size_t i = 0; i < schema.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j)
            QVERIFY2(!(schema[i].field == schema[j].field), schema[i].key.data());
    }
}

void SettingsSchemaTest::findsTheEntryOfAField()
{
    for (const SettingEntry& entry : settingsSchema())
        QCOMPARE(&settingOf(entry.field), &entry);
    QCOMPARE(std::string(settingOf(&RunSettings::learningRate).key), std::string("learning_rate"));
}

void SettingsSchemaTest::outputAndMachineLeaveTheDreamWhatItIs()
{
    for (const SettingEntry& entry : settingsSchema())
        QCOMPARE(entry.shapesDream, entry.group != "Output" && entry.group != "Machine");
}

void SettingsSchemaTest::namesAreUnique()
{
    std::set<std::string_view> names;
    for (const SettingEntry& entry : settingsSchema()) {
        QVERIFY2(names.insert(entry.key).second, entry.key.data());
        for (const std::string_view alias : entry.aliases)
            QVERIFY2(names.insert(alias).second, alias.data());
    }
}

void SettingsSchemaTest::aliasesFindTheirEntry_data()
{
    QTest::addColumn<QString>("alias");
    QTest::addColumn<QString>("key");
    QTest::newRow("l1") << QStringLiteral("l1_weight") << QStringLiteral("amplify_l1_weight");
    QTest::newRow("l2") << QStringLiteral("l2_weight") << QStringLiteral("amplify_l2_weight");
    QTest::newRow("clip") << QStringLiteral("grad_clip") << QStringLiteral("amplify_grad_clip");
    QTest::newRow("decay") << QStringLiteral("learning_rate_decay_factor")
                           << QStringLiteral("learning_rate_decay_fraction");
    QTest::newRow("itself") << QStringLiteral("alpha") << QStringLiteral("alpha");
}

void SettingsSchemaTest::aliasesFindTheirEntry()
{
    QFETCH(QString, alias);
    QFETCH(QString, key);
    const SettingEntry* const entry = findSetting(alias.toStdString());
    QVERIFY(entry != nullptr);
    QCOMPARE(std::string(entry->key), key.toStdString());
    QVERIFY(findSetting("--" + alias.toStdString()) == nullptr);
}

void SettingsSchemaTest::entriesSayWhatTheyAre()
{
    std::set<std::string_view> labels;
    for (const SettingEntry& entry : settingsSchema()) {
        QVERIFY2(!entry.key.empty() && !entry.group.empty(), entry.key.data());
        QVERIFY2(labels.insert(entry.label).second && !entry.label.empty(), entry.key.data());
        QVERIFY2(entry.help.size() > 40 && entry.help.back() == '.', entry.key.data());
        QVERIFY2(entry.help.find("  ") == std::string_view::npos, entry.key.data());
    }
    QVERIFY(findSetting("") == nullptr);
}

void SettingsSchemaTest::groupsAreTogetherAndInOrder()
{
    std::vector<std::string_view> groups;
    for (const SettingEntry& entry : settingsSchema()) {
        if (groups.empty() || groups.back() != entry.group)
            groups.push_back(entry.group);
    }
    const std::vector<std::string_view> expected{"Model", "Objective", "Start image", "Sizes", "Optimiser", "P-norm",
        "Auxiliary p-norm", "Total variation", "Output", "Machine"};
    QVERIFY(groups == expected);
}

void SettingsSchemaTest::numbersHaveRangesThatFitTheirType()
{
    for (const SettingEntry& entry : settingsSchema()) {
        QVERIFY2(!isNumber(entry) || (entry.minimum < entry.maximum && entry.step > 0.0), entry.key.data());
        QVERIFY2(entry.scale == SettingScale::Linear || entry.minimum >= 0.0, entry.key.data());
        QVERIFY2(entry.softMinimum <= entry.softMaximum, entry.key.data());
        const bool isWithin = entry.softMinimum >= entry.minimum && entry.softMaximum <= entry.maximum;
        QVERIFY2(!isNumber(entry) || isWithin, entry.key.data());
        // A seed is as good as any other.
        QVERIFY2(!isNumber(entry) || entry.softMinimum < entry.softMaximum || entry.key == "seed", entry.key.data());
        if (std::holds_alternative<int RunSettings::*>(entry.field)) {
            QVERIFY2(entry.minimum >= std::numeric_limits<int>::min(), entry.key.data());
            QVERIFY2(entry.maximum <= std::numeric_limits<int>::max(), entry.key.data());
        }
    }
}

void SettingsSchemaTest::choicesAreTheOriginalsWords_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("choices");
    QTest::newRow("image_type") << QStringLiteral("image_type") << QStringLiteral("amplify_layer amplify_neuron ");
    QTest::newRow("resize_type") << QStringLiteral("resize_type") << QStringLiteral("geometric linear ");
    QTest::newRow("operator") << QStringLiteral("tv_grad_operator") << QStringLiteral("naive sobel sobel_squish ");
    QTest::newRow("pipeline") << QStringLiteral("resize_pipeline") << QStringLiteral("classic float ");
    QTest::newRow("behaviour") << QStringLiteral("iter_behavior") << QStringLiteral("show save print plot_pix ");
    QTest::newRow("no choices") << QStringLiteral("alpha") << QString();
}

void SettingsSchemaTest::choicesAreTheOriginalsWords()
{
    QFETCH(QString, key);
    QFETCH(QString, choices);
    std::string words;
    for (const std::string_view choice : findSetting(key.toStdString())->choices)
        words += std::string(choice) + " ";
    QCOMPARE(words, choices.toStdString());
}

void SettingsSchemaTest::regularisersAndRatesAreLive()
{
    for (const char* const key : {"p_reg", "p_reg_aux", "tv_reg", "tv_reg_step", "tv_reg_step_iter", "learning_rate",
             "learning_rate_decay_iter", "learning_rate_decay_fraction", "decay_rate", "amplify_l1_weight",
             "amplify_l2_weight", "amplify_grad_clip", "output_iter", "iter_behavior", "num_steps", "rescale_image"})
        QVERIFY2(findSetting(key)->takesEffect == TakesEffect::Live, key);
}

void SettingsSchemaTest::targetsAndStartsNeedARestart()
{
    for (const char* const key : {"deploy_txt", "caffe_model", "mean_image", "target_layer", "initial_image", "seed",
             "gpu", "threads", "initial_size", "final_size", "num_sizes", "resize_type"})
        QVERIFY2(findSetting(key)->takesEffect == TakesEffect::Restart, key);
    QVERIFY(findSetting("batch_size")->takesEffect == TakesEffect::NextSize);
}

void SettingsSchemaTest::onlyWholeNumbersNameTheirLowest()
{
    for (const SettingEntry& entry : settingsSchema()) {
        const bool isWhole = isNumber(entry) && !std::holds_alternative<double RunSettings::*>(entry.field);
        QVERIFY2(isWhole || entry.lowestName.empty(), entry.key.data());
    }
    QCOMPARE(std::string(findSetting("batch_size")->lowestName), std::string("auto"));
}

void SettingsSchemaTest::defaultsAreValid()
{
    QCOMPARE(onlyProblem(RunSettings()), QStringLiteral("0"));
}

void SettingsSchemaTest::boundsAreAcceptedAndBeyondIsRefused()
{
    for (const SettingEntry& entry : settingsSchema()) {
        const auto* const field = std::get_if<double RunSettings::*>(&entry.field);
        if (field == nullptr)
            continue;
        for (const double bound : {entry.minimum, entry.maximum}) {
            RunSettings settings;
            settings.** field = bound;
            QCOMPARE(onlyProblem(settings), QStringLiteral("0"));
            settings.** field = std::nextafter(bound, bound == entry.minimum ? -HUGE_VAL : HUGE_VAL);
            QCOMPARE(onlyProblem(settings).toStdString(), std::string(entry.key));
        }
    }
    RunSettings settings;
    settings.seed = std::numeric_limits<std::int64_t>::max();
    QCOMPARE(onlyProblem(settings), QStringLiteral("0"));
    settings.seed = -1;
    QCOMPARE(onlyProblem(settings), QStringLiteral("seed"));
}

void SettingsSchemaTest::notANumberIsAProblem()
{
    for (const SettingEntry& entry : settingsSchema()) {
        const auto* const field = std::get_if<double RunSettings::*>(&entry.field);
        if (field == nullptr)
            continue;
        for (const double value :
            {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -HUGE_VAL}) {
            RunSettings settings;
            settings.** field = value;
            QCOMPARE(onlyProblem(settings).toStdString(), std::string(entry.key));
        }
    }
}

void SettingsSchemaTest::problemsComeInTheOrderOfTheSchema()
{
    RunSettings settings;
    settings.threads = -1;
    settings.decayRate = 1.0;
    settings.targetNeuron = -1;
    const std::vector<SettingsProblem> problems = validate(settings);
    QCOMPARE(problems.size(), std::size_t{3});
    QCOMPARE(problems[0].key, std::string("target_neuron"));
    QCOMPARE(problems[1].key, std::string("decay_rate"));
    QCOMPARE(problems[2].key, std::string("threads"));
}

void SettingsSchemaTest::messagesNameFlagValueAndRange()
{
    RunSettings settings;
    settings.learningRate = -1.0;
    settings.batchSize = -1;
    settings.seed = -1;
    const std::vector<SettingsProblem> problems = validate(settings);
    QCOMPARE(problems.size(), std::size_t{3});
    QCOMPARE(problems[0].message, std::string("--seed is -1, but must lie between 0 and 9223372036854775807"));
    QCOMPARE(problems[1].message, std::string("--learning_rate is -1, but must lie between 1e-06 and 1e+06"));
    QCOMPARE(problems[2].message, std::string("--batch_size is -1, but must lie between 1 and 1024, or auto"));
}

void SettingsSchemaTest::unknownEnumeratorsAreProblems()
{
    RunSettings settings;
    settings.resizeType = static_cast<ResizeType>(2);
    QCOMPARE(onlyProblem(settings), QStringLiteral("resize_type"));
    settings = RunSettings();
    settings.imageType = static_cast<ImageType>(-1);
    QCOMPARE(onlyProblem(settings), QStringLiteral("image_type"));
    settings = RunSettings();
    settings.iterBehavior.bits = 16U;
    QCOMPARE(onlyProblem(settings), QStringLiteral("iter_behavior"));
    settings.iterBehavior.bits = 15U;
    QCOMPARE(onlyProblem(settings), QStringLiteral("0"));
}

void SettingsSchemaTest::requiredTextsMustNotBeEmpty()
{
    RunSettings settings;
    settings.outputFile.clear();
    QCOMPARE(onlyProblem(settings), QStringLiteral("output_file"));
    settings = RunSettings();
    settings.targetLayer.clear();
    QCOMPARE(onlyProblem(settings), QStringLiteral("target_layer"));
}

void SettingsSchemaTest::controlCharactersInTextsAreProblems()
{
    RunSettings settings;
    settings.initialImage = std::string("a\0b.png", 7);
    QCOMPARE(onlyProblem(settings), QStringLiteral("initial_image"));
    settings.initialImage = "a\nb.png";
    QCOMPARE(onlyProblem(settings), QStringLiteral("initial_image"));
    QVERIFY(validate(settings)[0].message.find('\n') == std::string::npos);
    settings.initialImage = "grün und ☃.png";
    QCOMPARE(onlyProblem(settings), QStringLiteral("0"));
}

void SettingsSchemaTest::outputMustNotOverwriteTheStartImage()
{
    RunSettings settings;
    settings.initialImage = "pictures/sky.png";
    settings.outputFile = "pictures/./dreams/../sky.png";
    QCOMPARE(onlyProblem(settings), QStringLiteral("output_file"));
    settings.outputFile = "pictures/sky2.png";
    QCOMPARE(onlyProblem(settings), QStringLiteral("0"));
}

void SettingsSchemaTest::sizeTextIsRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("factor");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("none") << QString() << 0.0 << 0 << 0;
    QTest::newRow("pixels") << QStringLiteral("1080x1920") << 0.0 << 1080 << 1920;
    QTest::newRow("smallest") << QStringLiteral("1x1") << 0.0 << 1 << 1;
    QTest::newRow("largest") << QStringLiteral("1000000x1000000") << 0.0 << 1000000 << 1000000;
    QTest::newRow("factor") << QStringLiteral("x0.08") << 0.08 << 0 << 0;
    QTest::newRow("whole") << QStringLiteral("x2") << 2.0 << 0 << 0;
    QTest::newRow("exponent") << QStringLiteral("x5e-1") << 0.5 << 0 << 0;
    QTest::newRow("bare point") << QStringLiteral("x.5") << 0.5 << 0 << 0;
    QTest::newRow("plain factor") << QStringLiteral("0.4") << 0.4 << 0 << 0;
    QTest::newRow("percentage") << QStringLiteral("40%") << 0.4 << 0 << 0;
}

void SettingsSchemaTest::sizeTextIsRead()
{
    QFETCH(QString, text);
    QFETCH(double, factor);
    QFETCH(int, height);
    QFETCH(int, width);
    const SizeRequest request = parseSizeText("final_size", text.toStdString());
    QCOMPARE(request.factor.has_value(), factor > 0.0);
    QCOMPARE(request.factor.value_or(0.0), factor);
    QCOMPARE(request.size.has_value(), height > 0);
    QVERIFY(request.size.value_or(PictureSize{}) == (PictureSize{height, width}));
    QCOMPARE(parseSizeText("final_size", "short640").shortSide, std::optional<int>(640));
    QCOMPARE(parseSizeText("final_size", "long1600").longSide, std::optional<int>(1600));
}

void SettingsSchemaTest::sizeTextIsRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char* const text : {"abc", "x", "x0", "x-1", "x+1", "xinf", "xnan", "x1e999", "x1e-999", "x0.5x", "x 1",
             "X0.5", "0x5", "5x0", "5x", "640", "-5", "short", "short0", "short-5", "short5x5", "long1.5", "longx5",
             "%", "-5%", "50%%", "x50%", "-5x5", "5x-5", "+5x5", "5 x5", "5x5 ", "5.0x5", "5x5x5", "1000001x5",
             "99999999999x5", "0x10", " "})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void SettingsSchemaTest::sizeTextIsRefused()
{
    QFETCH(QString, text);
    RunSettings settings;
    settings.finalSize = text.toStdString();
    QCOMPARE(onlyProblem(settings), QStringLiteral("final_size"));
    const std::string message = validate(settings)[0].message;
    QVERIFY(message.find("--final_size is '" + settings.finalSize + "': give HEIGHTxWIDTH") == 0);
    QVERIFY_THROWS_EXCEPTION(SettingsError, parseSizeText("final_size", settings.finalSize));
}

QTEST_GUILESS_MAIN(SettingsSchemaTest)
#include "tst_settings_schema.moc"
