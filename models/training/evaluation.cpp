// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation.h"

#include "learner.h"
#include "picture_batch.h"
#include "sample_drawer.h"

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>

namespace cnnvis::training {
namespace {

cv::Mat turned(const cv::Mat& picture, double degrees)
{
    const float middle = 0.5F * static_cast<float>(picture.cols - 1);
    cv::Mat result;
    cv::warpAffine(picture, result, cv::getRotationMatrix2D({middle, middle}, degrees, 1.0), picture.size(),
        cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
    return result;
}

cv::Mat withNoise(const cv::Mat& picture, drawing::RandomStream& random)
{
    constexpr float kDeviation = 15.0F; // grey levels
    cv::Mat result = picture.clone();
    for (int y = 0; y < result.rows; ++y) {
        auto* row = result.ptr<std::uint8_t>(y);
        for (int x = 0; x < result.cols * result.channels(); ++x)
            row[x] = cv::saturate_cast<std::uint8_t>(static_cast<float>(row[x]) + kDeviation * random.normal());
    }
    return result;
}

cv::Mat undergo(Hardship hardship, const cv::Mat& picture, std::uint64_t seed)
{
    constexpr double kDegrees = 15.0;
    constexpr double kBlur = 1.5; // pixels
    drawing::RandomStream random(seed);
    cv::Mat result = picture;
    switch (hardship) {
    case Hardship::None:
        break;
    case Hardship::Turned:
        result = turned(picture, random.chance(0.5F) ? kDegrees : -kDegrees);
        break;
    case Hardship::Blurred:
        cv::GaussianBlur(picture, result, {}, kBlur);
        break;
    case Hardship::Noisy:
        result = withNoise(picture, random);
        break;
    }
    return result;
}

/// Tests with a part of the pictures after the other; several threads may do so.
class Tester {
public:
    Tester(TrainableNetwork& network, const EvaluationOptions& options)
        : m_network(network)
        , m_options(options)
        , m_source{drawnSide(options.side), options.seed ^ kSalt}
    {
        m_result.samples = options.samples;
        m_result.side = options.side;
        for (const int place : classifiersOf(network.spec()))
            m_result.classifiers.push_back(network.spec()[static_cast<std::size_t>(place)].name);
        m_result.right.resize(m_result.classifiers.size());
        const auto classCount = static_cast<std::size_t>(network.spec().back().outputChannels);
        m_result.answers.assign(classCount, std::vector<std::int64_t>(classCount));
    }

    void work()
    {
        const at::NoGradGuard constant;
        at::set_num_threads(1); // counts for each thread
        constexpr std::int64_t kAtOnce = 16;
        for (std::int64_t first = m_next.fetch_add(kAtOnce); first < m_options.samples;
             first = m_next.fetch_add(kAtOnce))
            test(first, std::min(first + kAtOnce, m_options.samples));
    }

    Evaluation take() { return std::move(m_result); }

private:
    static constexpr std::uint64_t kSalt = 0x74657374;

    void test(std::int64_t first, std::int64_t end)
    {
        std::vector<Sample> samples;
        for (std::int64_t i = first; i < end; ++i)
            samples.push_back(m_source.draw(i));
        for (std::size_t h = 0; h < kHardships.size(); ++h) {
            PictureBatch batch;
            batch.side = m_options.side;
            for (std::size_t i = 0; i < samples.size(); ++i) {
                const std::uint64_t seed = m_source.seed + static_cast<std::uint64_t>(first) + i;
                append(batch, {undergo(kHardships[h], samples[i].picture, seed), samples[i].classIndex},
                    noJitter(m_source.side - m_options.side), m_options.mean);
            }
            // Without training, forward() changes nothing: several threads may call it.
            count(batch, m_network.forward(toTensor(batch, m_network.device()), at::kFloat, false), h);
        }
    }

    void count(const PictureBatch& batch, const std::vector<at::Tensor>& answers, std::size_t hardship)
    {
        const std::lock_guard lock(m_mutex);
        for (std::size_t c = 0; c < answers.size(); ++c) {
            const at::Tensor seen = answers[c].argmax(1).cpu();
            for (std::size_t i = 0; i < batch.classes.size(); ++i) {
                const std::int64_t answer = seen.data_ptr<std::int64_t>()[i];
                m_result.right[c][hardship] += answer == batch.classes[i] ? 1 : 0;
                if (c + 1 == answers.size() && kHardships[hardship] == Hardship::None)
                    ++m_result.answers[static_cast<std::size_t>(batch.classes[i])][static_cast<std::size_t>(answer)];
            }
        }
    }

    TrainableNetwork& m_network;
    EvaluationOptions m_options;
    SampleSource m_source;
    std::atomic<std::int64_t> m_next = 0;
    std::mutex m_mutex;
    Evaluation m_result;
};

} // namespace

Evaluation evaluate(TrainableNetwork& network, const EvaluationOptions& options)
{
    Tester tester(network, options);
    std::vector<std::future<void>> runs;
    for (int i = 0; i < std::max(1, options.threads); ++i)
        runs.push_back(std::async(std::launch::async, [&tester] { tester.work(); }));
    for (std::future<void>& run : runs)
        run.get();
    return tester.take();
}

} // namespace cnnvis::training
