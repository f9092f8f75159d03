// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"

#include "cnnvis/error.h"
#include "cnnvis/ground.h"
#include "cnnvis/run_change.h"
#include "cnnvis/transparency.h"
#include "dream/start_image.h"
#include "picture/image_conversion.h"
#include "picture/image_moments.h"
#include "picture/resample.h"
#include "recipe/recipe.h"
#include "settings/setting_problem.h"
#include "step/reference_picture.h"
#include "step/step_scheme.h"
#include "util/value_text.h"

#include <cstddef>
#include <string>
#include <utility>

namespace cnnvis {

namespace {

/// In which photos are resized.
ResampleSpace resampleSpace(const RunSettings& settings)
{
    return settings.resizePipeline == ResizePipeline::Classic ? ResampleSpace::Signal : ResampleSpace::Light;
}

} // namespace

class Dream::Impl {
public:
    /// @param startPicture  as it was read; it is dreamt from as it lies on the ground.
    Impl(const RunSettings& settings, const Network& network, const Picture& startPicture)
        : m_settings(settings)
        , m_mean(network.mean())
        , m_plan(planRun(settings, network, startPicture.size()))
        , m_scheme(schemeOf(settings, network))
        , m_opacity(settings.keepTransparency ? startPicture : Picture())
        , m_reference(onGround(startPicture, groundOf(settings, m_mean)), resampleSpace(settings))
    {
        m_settings.precision = m_scheme->runner().precision; // so that others can do it again
        const PictureSize first = m_plan.sizes.front().size;
        m_image = startPicture.isEmpty()
            ? noiseImage(settings, first, m_mean)
            : toRealImage(
                resample(m_reference.start(), first, ResampleFilter::Bilinear, resampleSpace(settings)), m_mean);
        beginSize(0);
    }

    bool isFinished() const
    {
        return m_steps >= m_settings.numSteps && m_sizeIndex + 1 == static_cast<int>(m_plan.sizes.size());
    }

    void beginNextSizeIfDue()
    {
        if (m_steps >= m_settings.numSteps && !m_scheme->isOpen() && !isFinished())
            goToNextSize();
    }

    std::optional<StepReport> step(const std::function<bool()>& mayGoOn, Figures figures)
    {
        if (isFinished())
            return std::nullopt;
        beginNextSizeIfDue();
        const Schedule next = m_schedule.after(m_steps + 1, m_settings);
        const StepRecipe recipe = recipeOf(m_settings, m_givenBatch, m_schedule, next);
        const PicturePart part = m_scheme->reportedPart();
        m_reference.prepare(m_image.size, part.origin, part.size, needsReference(recipe.pixels));
        m_isInStep = true;
        StepReport report;
        const StepInput input{recipe, m_reference.pixels(), m_mean, m_steps, figures};
        switch (m_scheme->advance(input, m_image, mayGoOn, report)) {
        case StepScheme::Outcome::Interrupted:
            return std::nullopt;
        case StepScheme::Outcome::Diverged:
            throwDivergence();
        case StepScheme::Outcome::Done:
            break;
        }
        m_isInStep = false;
        finishStep(figures, next, report);
        return report;
    }

    void change(const RunChange& change)
    {
        change.applyTo(m_settings);
        if (change.has(&RunSettings::learningRate))
            m_schedule.learningRate = m_settings.learningRate;
        if (change.has(&RunSettings::tvReg))
            m_schedule.tvStrength = m_settings.tvReg;
    }

    Picture picture(int bitsPerChannel) const
    {
        const ToneMapping mapping = m_settings.rescaleImage ? ToneMapping::Rescaled : ToneMapping::Classic;
        return withTransparencyOf(toPicture(m_image, m_mean, mapping, bitsPerChannel), m_opacity);
    }

    std::optional<std::array<double, 3>> pixel(int row, int column) const
    {
        if (row < 0 || column < 0 || row >= m_image.size.height || column >= m_image.size.width)
            return std::nullopt;
        const double* const values = m_image.values.data() + m_image.offset(row, column);
        return std::array<double, kChannels>{values[0], values[1], values[2]};
    }

    void copyState(DreamState& state) const
    {
        SchemeState scheme{false, std::move(state.memory), std::move(state.openHalf)};
        m_scheme->copyState(scheme);
        state.sizeIndex = m_sizeIndex;
        state.steps = m_steps;
        state.isHalfDone = scheme.isHalfDone;
        state.learningRate = m_schedule.learningRate;
        state.tvStrength = m_schedule.tvStrength;
        state.size = m_image.size;
        state.image = m_image.values;
        state.memory = std::move(scheme.memory);
        state.openHalf = std::move(scheme.open);
        state.settings = m_settings;
        state.batchSize = m_batchSize;
        state.givenBatch = m_givenBatch;
    }

    void restore(const DreamState& state)
    {
        requireSameRun(state);
        m_settings = state.settings;
        beginSize(state.sizeIndex, state.batchSize, state.givenBatch);
        m_steps = state.steps;
        m_schedule = {state.learningRate, state.tvStrength};
        m_image.size = state.size;
        m_image.values = state.image;
        if (!state.memory.empty())
            m_scheme->setState(schemeState(state));
        m_isInStep = m_scheme->isOpen();
    }

    void goOnFrom(DreamState state)
    {
        for (const SettingText& setting : settingsDifference(state.settings, m_settings)) {
            const SettingEntry& entry = requireSetting(setting.key);
            if (entry.takesEffect == TakesEffect::Restart)
                setSettingText(state.settings, entry, setting.text);
        }
        if (hasSizeOf(state) && !m_scheme->fits(schemeState(state), state.size, state.batchSize, optimiser())) {
            state.memory.clear();
            state.openHalf = {};
            state.isHalfDone = false;
        }
        restore(state);
    }

    const RunPlan& plan() const { return m_plan; }
    const RunSettings& settings() const { return m_settings; }
    RunSettings settingsOfNextStep() const
    {
        RunSettings settings = m_settings;
        settings.learningRate = m_schedule.learningRate;
        settings.tvReg = m_schedule.tvStrength;
        return settings;
    }
    int sizeIndex() const { return m_sizeIndex; }
    int stepsDone() const { return m_steps; }
    RunPosition position() const { return {m_sizeIndex, m_steps, m_isInStep ? m_scheme->batchesDone() : 0}; }
    int batchesDone() const { return m_steps == 0 && !m_isInStep ? 0 : m_scheme->batchesDone(); }

private:
    static std::unique_ptr<StepScheme> schemeOf(const RunSettings& settings, const Network& network)
    {
        const GradientRequest request = gradientRequestOf(settings, network);
        return settings.tiling == Tiling::Even
            ? makeWholeImage(request, network, static_cast<std::uint64_t>(settings.seed))
            : makeHalfSteps(request, network);
    }

    static SchemeState schemeState(const DreamState& state) { return {state.isHalfDone, state.memory, state.openHalf}; }

    /// Sets up all that belongs to a size but the image.
    void beginSize(int sizeIndex, int batchSize, int givenBatch)
    {
        m_sizeIndex = sizeIndex;
        m_steps = 0;
        m_isInStep = false;
        m_schedule = Schedule::start(m_settings);
        m_batchSize = batchSize;
        m_givenBatch = givenBatch;
        m_scheme->begin(m_plan.sizes[static_cast<std::size_t>(sizeIndex)].size, batchSize, optimiser());
    }

    void beginSize(int sizeIndex)
    {
        const PlannedSize& planned = m_plan.sizes[static_cast<std::size_t>(sizeIndex)];
        beginSize(sizeIndex, tilesPerBatch(m_settings, planned), m_settings.batchSize);
    }

    Optimiser optimiser() const { return recipeOf(m_settings, m_givenBatch, m_schedule, m_schedule).pixels.optimiser; }

    void goToNextSize()
    {
        // What is not needed any more goes first: nowhere else does a run take as much memory as it might here.
        m_scheme->end();
        const PictureSize next = m_plan.sizes[static_cast<std::size_t>(m_sizeIndex) + 1].size;
        if (m_settings.resizePipeline == ResizePipeline::Classic) {
            const Picture small = toPicture(m_image, m_mean, ToneMapping::Classic, 8);
            m_image = {};
            m_image = toRealImage(resample(small, next, ResampleFilter::Bicubic), m_mean);
        } else {
            m_image = resample(m_image, next, ResampleFilter::Bicubic);
        }
        beginSize(m_sizeIndex + 1);
    }

    [[noreturn]] void throwDivergence() const
    {
        throw DivergenceError("Step " + std::to_string(m_steps + 1) + " of size " + std::to_string(m_sizeIndex + 1)
            + " diverged: a pixel became NaN or infinite. Lower --learning_rate (" + numberText(m_schedule.learningRate)
            + "), or the regularisers --p_reg (" + numberText(m_settings.pReg) + "), --p_reg_aux ("
            + numberText(m_settings.pRegAux) + ") and --tv_reg (" + numberText(m_schedule.tvStrength)
            + ") or their powers");
    }

    /// Counts the step, moves the schedules on and completes the report.
    void finishStep(Figures figures, const Schedule& next, StepReport& report)
    {
        report.sizeIndex = m_sizeIndex;
        report.size = m_image.size;
        report.isTargetSilent = report.isTargetSilent && m_steps == 0;
        report.step = ++m_steps;
        report.learningRate = m_schedule.learningRate;
        report.tvStrength = m_schedule.tvStrength;
        m_schedule = next;
        if (figures == Figures::Free)
            return;
        const ImageMoments moments = momentsOf(m_image);
        report.imageMean = moments.mean;
        report.imageDeviation = moments.deviation;
    }

    bool hasSizeOf(const DreamState& state) const
    {
        return state.sizeIndex >= 0 && state.sizeIndex < static_cast<int>(m_plan.sizes.size())
            && m_plan.sizes[static_cast<std::size_t>(state.sizeIndex)].size == state.size;
    }

    bool isOfThisPlan(const DreamState& state) const
    {
        if (!hasSizeOf(state) || state.steps < 0 || state.batchSize < 1 || state.givenBatch < 0)
            return false;
        const bool remembersNothing = state.memory.empty() && state.openHalf.computed == 0
            && state.openHalf.gradients.empty() && !state.isHalfDone;
        return state.image.size() == valueCount(state.size)
            && (remembersNothing || m_scheme->fits(schemeState(state), state.size, state.batchSize, optimiser()));
    }

    void requireSameRun(const DreamState& state) const
    {
        if (!isOfThisPlan(state))
            throw SettingsError("initial_size", "The saved state belongs to a run with other sizes or another network");
        const std::vector<SettingsProblem> problems = validate(state.settings);
        if (!problems.empty())
            throw SettingsError(problems.front().key, "The saved state is damaged: " + problems.front().message);
        for (const SettingText& setting : settingsDifference(m_settings, state.settings)) {
            const SettingEntry& entry = requireSetting(setting.key);
            const bool isElsewhere =
                entry.key == "output_file" || entry.key == "initial_image" || entry.key == "threads";
            if (entry.takesEffect == TakesEffect::Restart && !isElsewhere)
                throw SettingsError(setting.key,
                    "The saved state belongs to a run with --" + setting.key + " " + quotedText(setting.text));
        }
    }

    RunSettings m_settings;
    double m_mean;
    RunPlan m_plan;
    std::unique_ptr<StepScheme> m_scheme;

    // Where the dream stands.
    RealImage m_image;
    int m_sizeIndex = 0;
    int m_steps = 0;
    bool m_isInStep = false; ///< or interrupted in it
    Schedule m_schedule;
    int m_batchSize = 1;
    int m_givenBatch = 0; ///< see DreamState

    Picture m_opacity; ///< the start picture, where its transparency is kept
    ReferencePicture m_reference;
};

Picture pictureOf(const DreamState& state, double mean, int bitsPerChannel)
{
    const ToneMapping mapping = state.settings.rescaleImage ? ToneMapping::Rescaled : ToneMapping::Classic;
    RealImage image;
    image.size = state.size;
    image.values = state.image;
    return toPicture(image, mean, mapping, bitsPerChannel);
}

Dream::Dream(const RunSettings& settings, const Network& network, const Picture& startPicture)
    : m_impl(std::make_unique<Impl>(settings, network, startPicture))
{ }
Dream::~Dream() = default;
Dream::Dream(Dream&&) noexcept = default;
Dream& Dream::operator=(Dream&&) noexcept = default;

const RunPlan& Dream::plan() const
{
    return m_impl->plan();
}

const RunSettings& Dream::settings() const
{
    return m_impl->settings();
}

RunSettings Dream::settingsOfNextStep() const
{
    return m_impl->settingsOfNextStep();
}

bool Dream::isFinished() const
{
    return m_impl->isFinished();
}

int Dream::sizeIndex() const
{
    return m_impl->sizeIndex();
}

int Dream::stepsDone() const
{
    return m_impl->stepsDone();
}

int Dream::batchesDone() const
{
    return m_impl->batchesDone();
}

void Dream::beginNextSizeIfDue()
{
    m_impl->beginNextSizeIfDue();
}

RunPosition Dream::position() const
{
    return m_impl->position();
}

std::optional<StepReport> Dream::step(const std::function<bool()>& mayGoOn, Figures figures)
{
    return m_impl->step(mayGoOn, figures);
}

void Dream::change(const SettingsChange& change)
{
    m_impl->change(RunChange::fromText(change));
}

void Dream::change(const RunChange& change)
{
    m_impl->change(change);
}

Picture Dream::picture(int bitsPerChannel) const
{
    return m_impl->picture(bitsPerChannel);
}

std::optional<std::array<double, 3>> Dream::pixel(int row, int column) const
{
    return m_impl->pixel(row, column);
}

DreamState Dream::state() const
{
    DreamState state;
    copyState(state);
    return state;
}

void Dream::copyState(DreamState& state) const
{
    m_impl->copyState(state);
}

void Dream::restore(const DreamState& state)
{
    m_impl->restore(state);
}

void Dream::goOnFrom(const DreamState& state)
{
    m_impl->goOnFrom(state);
}

} // namespace cnnvis
