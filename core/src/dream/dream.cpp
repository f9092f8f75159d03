// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"

#include "cnnvis/error.h"
#include "dream/start_image.h"
#include "dream/target_gradient.h"
#include "dream/tile_step.h"
#include "dream/tiles.h"
#include "picture/image_conversion.h"
#include "picture/resample.h"
#include "settings/setting_problem.h"
#include "settings/value_text.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

namespace cnnvis {

class Dream::Impl {
public:
    Impl(const RunSettings& settings, const Network& network, Picture startPicture)
        : m_settings(settings)
        , m_startPicture(std::move(startPicture))
        , m_mean(network.mean())
        , m_tileSize(network.inputSize())
        , m_plan(planRun(settings, network, m_startPicture.size()))
        , m_network(settings, network)
        , m_tileStep(m_tileSize)
    {
        const PictureSize first = m_plan.sizes.front().size;
        m_image = m_startPicture.isEmpty()
            ? noiseImage(settings, first, m_mean)
            : toRealImage(resample(m_startPicture, first, ResampleFilter::Bilinear), m_mean);
        beginSize(0);
    }

    bool isFinished() const
    {
        return m_steps >= m_settings.numSteps && m_sizeIndex + 1 == static_cast<int>(m_plan.sizes.size());
    }

    void beginNextSizeIfDue()
    {
        if (m_steps >= m_settings.numSteps && !m_isHalfDone && !isFinished())
            goToNextSize();
    }

    std::optional<StepReport> step(const std::function<bool()>& mayGoOn)
    {
        if (isFinished())
            return std::nullopt;
        beginNextSizeIfDue();
        m_batchesDone = m_isHalfDone ? batchesOf(m_cover.halves[0]) : 0;
        StepReport report;
        for (std::size_t half = m_isHalfDone ? 1 : 0; half < 2; ++half) {
            const std::vector<TileOrigin>& tiles = m_cover.halves[half];
            if (tiles.empty())
                continue;
            if (!computeGradients(tiles, mayGoOn, report))
                return std::nullopt;
            stepTiles(half, report);
            m_isHalfDone = true;
        }
        m_isHalfDone = false;
        finishStep(report);
        return report;
    }

    void change(const SettingsChange& change)
    {
        requireChangeableInRun(change);
        applyChange(m_settings, change);
        for (const SettingText& setting : change) {
            const std::string_view key = requireSetting(setting.key).key;
            if (key == "learning_rate")
                m_learningRate = m_settings.learningRate;
            if (key == "tv_reg")
                m_tvStrength = m_settings.tvReg;
        }
    }

    Picture picture(int bitsPerChannel) const
    {
        const ToneMapping mapping = m_settings.rescaleImage ? ToneMapping::Rescaled : ToneMapping::Classic;
        return toPicture(m_image, m_mean, mapping, bitsPerChannel);
    }

    std::optional<std::array<double, 3>> pixel(int row, int column) const
    {
        if (row < 0 || column < 0 || row >= m_image.size.height || column >= m_image.size.width)
            return std::nullopt;
        const double* const values = m_image.values.data() + m_image.offset(row, column);
        return std::array<double, kChannels>{values[0], values[1], values[2]};
    }

    DreamState state() const
    {
        return {m_sizeIndex, m_steps, m_isHalfDone, m_learningRate, m_tvStrength, m_image.size, m_image.values,
            m_caches, m_settings, m_batchSize};
    }

    void restore(const DreamState& state)
    {
        requireSameRun(state);
        m_settings = state.settings;
        beginSize(state.sizeIndex);
        m_steps = state.steps;
        m_isHalfDone = state.isHalfDone;
        m_learningRate = state.learningRate;
        m_tvStrength = state.tvStrength;
        m_batchSize = state.batchSize;
        m_image.size = state.size;
        m_image.values = state.image;
        m_caches = state.caches;
    }

    const RunPlan& plan() const { return m_plan; }
    const RunSettings& settings() const { return m_settings; }
    int sizeIndex() const { return m_sizeIndex; }
    int stepsDone() const { return m_steps; }
    int batchesDone() const { return m_batchesDone; }

private:
    int batchesOf(const std::vector<TileOrigin>& tiles) const
    {
        return (static_cast<int>(tiles.size()) + m_batchSize - 1) / m_batchSize;
    }

    std::size_t tileValues() const
    {
        return static_cast<std::size_t>(m_tileSize.height) * static_cast<std::size_t>(m_tileSize.width) * kChannels;
    }

    /// Sets up all that belongs to a size but the image.
    void beginSize(int sizeIndex)
    {
        const PictureSize size = m_plan.sizes[static_cast<std::size_t>(sizeIndex)].size;
        m_sizeIndex = sizeIndex;
        m_steps = 0;
        m_isHalfDone = false;
        m_learningRate = m_settings.learningRate;
        m_tvStrength = m_settings.tvReg;
        m_batchSize = m_settings.batchSize;
        m_cover = *coverWithTiles(size, m_tileSize);
        m_tilesOverRow = tilesOver(size.height, m_cover.rowStarts, m_tileSize.height);
        m_tilesOverColumn = tilesOver(size.width, m_cover.columnStarts, m_tileSize.width);
        m_caches = {}; // not both at once
        m_caches.assign(static_cast<std::size_t>(m_cover.tileCount()) * tileValues(), 0.0);
        if (!m_startPicture.isEmpty())
            m_reference = resample(m_startPicture, size, ResampleFilter::Bilinear);
    }

    void goToNextSize()
    {
        m_gradients = {}; // makes room for both images
        const PictureSize next = m_plan.sizes[static_cast<std::size_t>(m_sizeIndex) + 1].size;
        if (m_settings.resizePipeline == ResizePipeline::Classic) {
            const Picture small = toPicture(m_image, m_mean, ToneMapping::Classic, 8);
            m_image = toRealImage(resample(small, next, ResampleFilter::Bicubic), m_mean);
        } else {
            m_image = resample(m_image, next, ResampleFilter::Bicubic);
        }
        beginSize(m_sizeIndex + 1);
    }

    /// The network's gradients of all tiles of a half-step, from the image as it stands. @return  false: interrupted.
    bool computeGradients(
        const std::vector<TileOrigin>& tiles, const std::function<bool()>& mayGoOn, StepReport& report)
    {
        m_gradients.resize(tiles.size() * tileValues());
        const auto batchSize = static_cast<std::size_t>(m_batchSize);
        for (std::size_t first = 0; first < tiles.size(); first += batchSize) {
            if (mayGoOn && !mayGoOn())
                return false;
            const std::size_t count = std::min(batchSize, tiles.size() - first);
            gatherTiles(tiles.data() + first, count);
            const auto start = std::chrono::steady_clock::now();
            const BatchReport batch = m_network.compute(
                m_tiles.data(), static_cast<int>(count), m_settings, m_gradients.data() + first * tileValues());
            const std::chrono::duration<double> duration = std::chrono::steady_clock::now() - start;
            report.networkSeconds += duration.count();
            report.objective = batch.objective;
            report.neuronMean = batch.neuronMean;
            ++m_batchesDone;
        }
        if (mayGoOn && !mayGoOn())
            return false;
        double sum = 0.0;
        for (const float gradient : m_gradients)
            sum += std::abs(gradient);
        report.meanNetworkGradient = sum / static_cast<double>(m_gradients.size());
        if (m_settings.normalizeGradient == NormalizeGradient::Mean && report.meanNetworkGradient > 0.0)
            divideGradients(report.meanNetworkGradient);
        return true;
    }

    void divideGradients(double divisor)
    {
        for (float& gradient : m_gradients)
            gradient = static_cast<float>(gradient / divisor);
    }

    void gatherTiles(const TileOrigin* origins, std::size_t count)
    {
        m_tiles.resize(count * tileValues());
        const std::size_t rowLength = static_cast<std::size_t>(m_tileSize.width) * kChannels;
        float* to = m_tiles.data();
        for (std::size_t tile = 0; tile < count; ++tile) {
            for (int row = 0; row < m_tileSize.height; ++row, to += rowLength)
                std::copy_n(m_image.values.data() + m_image.offset(origins[tile].row + row, origins[tile].column),
                    rowLength, to);
        }
    }

    /// Steps the tiles of a half one after the other, each on the image as the ones before have left it.
    void stepTiles(std::size_t half, StepReport& report)
    {
        const std::vector<TileOrigin>& tiles = m_cover.halves[half];
        const std::size_t firstCache = half == 0 ? 0 : m_cover.halves[0].size();
        const TileStepContext context{
            m_settings, m_learningRate, m_tvStrength, m_reference, m_mean, m_tilesOverRow, m_tilesOverColumn};
        for (std::size_t i = 0; i < tiles.size(); ++i) {
            const bool isLast = i + 1 == tiles.size();
            double* const cache = m_caches.data() + (firstCache + i) * tileValues();
            if (!m_tileStep.take(context, tiles[i], m_image, m_gradients.data() + i * tileValues(), cache,
                    isLast ? &report : nullptr))
                throwDivergence();
        }
    }

    [[noreturn]] void throwDivergence() const
    {
        throw DivergenceError("Step " + std::to_string(m_steps + 1) + " of size " + std::to_string(m_sizeIndex + 1)
            + " diverged: a pixel became NaN or infinite. Lower --learning_rate (" + numberText(m_learningRate)
            + "), or the regularisers --p_reg (" + numberText(m_settings.pReg) + "), --p_reg_aux ("
            + numberText(m_settings.pRegAux) + ") and --tv_reg (" + numberText(m_tvStrength) + ") or their powers");
    }

    /// Counts the step, moves the schedules on and completes the report.
    void finishStep(StepReport& report)
    {
        report.sizeIndex = m_sizeIndex;
        report.size = m_image.size;
        report.step = ++m_steps;
        report.learningRate = m_learningRate;
        report.tvStrength = m_tvStrength;
        if (m_steps % m_settings.tvRegStepIter == 0)
            m_tvStrength += m_settings.tvRegStep;
        if (m_steps % m_settings.learningRateDecayIter == 0)
            m_learningRate *= m_settings.learningRateDecayFraction;
        report.meanTvGradient *= std::abs(m_tvStrength);
        double sum = 0.0;
        double squares = 0.0;
        for (const double value : m_image.values) {
            sum += value;
            squares += static_cast<double>(value) * value;
        }
        const auto count = static_cast<double>(m_image.values.size());
        report.imageMean = sum / count;
        report.imageDeviation = std::sqrt(std::max(0.0, squares / count - report.imageMean * report.imageMean));
    }

    void requireSameRun(const DreamState& state) const
    {
        const bool hasSize = state.sizeIndex >= 0 && state.sizeIndex < static_cast<int>(m_plan.sizes.size())
            && m_plan.sizes[static_cast<std::size_t>(state.sizeIndex)].size == state.size;
        const bool isWhole = hasSize && state.image.size() == RealImage(state.size).values.size()
            && state.caches.size()
                == static_cast<std::size_t>(m_plan.sizes[static_cast<std::size_t>(state.sizeIndex)].tiles)
                    * tileValues()
            && state.steps >= 0 && state.batchSize >= 1;
        if (!isWhole)
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
    Picture m_startPicture; ///< empty: noise
    double m_mean;
    PictureSize m_tileSize;
    RunPlan m_plan;
    TargetGradient m_network;
    TileStep m_tileStep;

    // Where the dream stands.
    RealImage m_image;
    int m_sizeIndex = 0;
    int m_steps = 0;
    bool m_isHalfDone = false;
    int m_batchesDone = 0;
    double m_learningRate = 0.0;
    double m_tvStrength = 0.0;
    int m_batchSize = 1;
    std::vector<double> m_caches; ///< tile after tile, the even ones first

    // What follows from the size.
    TileCover m_cover;
    std::vector<int> m_tilesOverRow, m_tilesOverColumn;
    Picture m_reference; ///< the start picture at this size; empty: zero

    // Working memory.
    std::vector<float> m_tiles; ///< of one batch
    std::vector<float> m_gradients; ///< of one half-step
};

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

std::optional<StepReport> Dream::step(const std::function<bool()>& mayGoOn)
{
    return m_impl->step(mayGoOn);
}

void Dream::change(const SettingsChange& change)
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
    return m_impl->state();
}

void Dream::restore(const DreamState& state)
{
    m_impl->restore(state);
}

} // namespace cnnvis
