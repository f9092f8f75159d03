// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"

#include "support/dream_checks.h"
#include "support/random_values.h"
#include "support/tiny_network.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

// Whole dreams against the original's rules, written down again as plainly as can be.
namespace {

constexpr double kMean = 120.0;
constexpr PictureSize kSize{20, 26};
// The starts of tiles of 8 that cover 20 rows and 26 columns.
constexpr int kRows[] = {0, 6, 12};
constexpr int kColumns[] = {0, 6, 12, 18};

using Values = std::vector<double>;

std::size_t imageIndex(int row, int column, int colour)
{
    return static_cast<std::size_t>((row * kSize.width + column) * 3 + colour);
}

struct Tile {
    int row, column;
    Values cache = Values(kSumTile * kSumTile * 3);
};

/// A picture that is dreamt the slow way, with the network `sum`.
class PlainDream {
public:
    PlainDream(const RunSettings& settings, const Picture& photo)
        : m_settings(settings)
    {
        for (int i = 0; i < kSize.height * kSize.width; ++i) {
            for (const int colour : {2, 1, 0})
                image.push_back(photo.pixels8()[i * 3 + colour] - kMean);
        }
        m_photo = image;
        for (int column = 0; column < 4; ++column) {
            for (int row = 0; row < 3; ++row)
                m_tiles[(row + column) % 2].push_back({kRows[row], kColumns[column]});
        }
    }

    void step()
    {
        for (std::vector<Tile>& half : m_tiles) {
            std::vector<Values> gradients;
            for (const Tile& tile : half)
                gradients.push_back(networkGradient(tileOf(image, tile)));
            if (m_settings.normalizeGradient == NormalizeGradient::Mean)
                normalise(gradients);
            for (std::size_t i = 0; i < half.size(); ++i)
                stepTile(half[i], gradients[i]);
        }
    }

    Values image;
    double pLoss = 0.0, tvLoss = 0.0, meanStep = 0.0; ///< of the last tile stepped

private:
    static std::size_t index(int row, int column, int colour)
    {
        return static_cast<std::size_t>((row * kSumTile + column) * 3 + colour);
    }
    static Values tileOf(const Values& from, const Tile& tile)
    {
        Values values;
        for (int row = 0; row < kSumTile; ++row) {
            for (int i = 0; i < kSumTile * 3; ++i)
                values.push_back(from[imageIndex(tile.row + row, tile.column, i)]);
        }
        return values;
    }

    /// Both channels are the sum of the colours; the objective sees it behind the ReLU, and goes back before it.
    Values networkGradient(const Values& tile) const
    {
        Values gradient;
        for (std::size_t i = 0; i < tile.size(); i += 3) {
            const double sum = std::max(0.0, tile[i] + tile[i + 1] + tile[i + 2]);
            const double clip = m_settings.amplifyGradClip;
            const double slope = m_settings.imageType == ImageType::AmplifyNeuron
                ? -1.0
                : -2.0 * (m_settings.amplifyL1Weight * sum + m_settings.amplifyL2Weight * std::clamp(sum, -clip, clip));
            gradient.insert(gradient.end(), {slope, slope, slope});
        }
        return gradient;
    }

    static void normalise(std::vector<Values>& gradients)
    {
        double sum = 0.0;
        std::size_t count = 0;
        for (const Values& gradient : gradients) {
            for (const double value : gradient)
                sum += std::abs(value);
            count += gradient.size();
        }
        for (Values& gradient : gradients) {
            for (double& value : gradient)
                value /= sum / static_cast<double>(count);
        }
    }

    static double pull(double distance, double power, double scale)
    {
        const double sign = distance > 0.0 ? 1.0 : distance < 0.0 ? -1.0 : 0.0;
        return power / scale * sign * std::pow(std::abs(distance / scale), power - 1.0);
    }

    void addVariation(const Values& tile, Values& gradient)
    {
        const double scale = m_settings.tvRegScale;
        const double beta = m_settings.beta;
        for (int row = 0; row + 1 < kSumTile; ++row) {
            for (int column = 0; column + 1 < kSumTile; ++column) {
                for (int colour = 0; colour < 3; ++colour) {
                    const double here = tile[index(row, column, colour)];
                    const double dx = (here - tile[index(row, column + 1, colour)]) / scale;
                    const double dy = (here - tile[index(row + 1, column, colour)]) / scale;
                    const double q = std::max(dx * dx + dy * dy, 1e-3);
                    tvLoss += std::pow(q, beta / 2.0);
                    const double weight = m_settings.tvReg * beta * std::pow(q, beta / 2.0 - 1.0) / scale;
                    gradient[index(row, column, colour)] += weight * (dx + dy);
                    gradient[index(row, column + 1, colour)] -= weight * dx;
                    gradient[index(row + 1, column, colour)] -= weight * dy;
                }
            }
        }
    }

    int tilesOver(int row, int column) const
    {
        int count = 0;
        for (const int top : kRows) {
            for (const int left : kColumns)
                count += row >= top && row < top + kSumTile && column >= left && column < left + kSumTile ? 1 : 0;
        }
        return count;
    }

    void stepTile(Tile& tile, Values gradient)
    {
        const Values values = tileOf(image, tile);
        const Values photo = tileOf(m_photo, tile);
        pLoss = tvLoss = meanStep = 0.0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double distance = values[i] - photo[i];
            pLoss += std::pow(std::abs(distance / m_settings.pScale), m_settings.alpha);
            gradient[i] += m_settings.pReg * pull(distance, m_settings.alpha, m_settings.pScale);
            gradient[i] += m_settings.pRegAux * pull(values[i], m_settings.alphaAux, m_settings.pScaleAux);
        }
        addVariation(values, gradient);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const int row = tile.row + static_cast<int>(i) / (kSumTile * 3);
            const int column = tile.column + static_cast<int>(i) % (kSumTile * 3) / 3;
            tile.cache[i] =
                m_settings.decayRate * tile.cache[i] + (1.0 - m_settings.decayRate) * gradient[i] * gradient[i];
            double step = -m_settings.learningRate * gradient[i] / std::sqrt(tile.cache[i] + 1e-8);
            if (m_settings.usePixelLearningRates)
                step /= tilesOver(row, column);
            image[imageIndex(row, column, static_cast<int>(i) % 3)] += step;
            meanStep += std::abs(step) / static_cast<double>(values.size());
        }
    }

    RunSettings m_settings;
    Values m_photo;
    std::vector<Tile> m_tiles[2];
};

} // namespace

class DreamReferenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dreamsByTheRules_data();
    void dreamsByTheRules();

private:
    NetworkFiles m_files{kSumNetwork};
};

void DreamReferenceTest::dreamsByTheRules_data()
{
    QTest::addColumn<RunSettings>("settings");
    RunSettings plain = m_files.settings("sum");
    plain.pReg = 1e-3;
    plain.alpha = 3.0;
    plain.tvReg = 0.47; // no round number, as gradients that cancel each other would hang on the last bit
    QTest::newRow("layer") << plain;
    RunSettings neuron = plain;
    neuron.imageType = ImageType::AmplifyNeuron;
    QTest::newRow("neuron") << neuron;
    RunSettings rates = plain;
    rates.usePixelLearningRates = true;
    rates.decayRate = 0.5;
    rates.learningRate = 3.0;
    QTest::newRow("pixel rates") << rates;
    RunSettings all = plain;
    all.amplifyL1Weight = 0.3;
    all.amplifyL2Weight = 2.0;
    all.amplifyGradClip = 40.0;
    all.pScale = 2.0;
    all.alphaAux = 2.5;
    all.pScaleAux = 3.0;
    all.pRegAux = 0.7;
    all.beta = 2.5;
    all.tvRegScale = 4.0;
    all.batchSize = 2;
    QTest::newRow("all at once") << all;
    RunSettings normalised = plain;
    normalised.normalizeGradient = NormalizeGradient::Mean;
    normalised.tvReg = 0.05;
    QTest::newRow("normalised") << normalised;
    RunSettings batches = plain;
    batches.batchSize = 5; // a whole column, and more
    QTest::newRow("large batches") << batches;
}

void DreamReferenceTest::dreamsByTheRules()
{
    QFETCH(RunSettings, settings);
    const Picture photo = randomPicture(kSize);
    Dream run(settings, m_files.load(settings), photo);
    PlainDream plain(settings, photo);
    const auto isClose = [](double value, double other) {
        return std::abs(value - other) <= 1e-4 * std::abs(other) + 1e-6;
    };
    for (int step = 1; step <= 5; ++step) {
        const StepReport report = run.step().value();
        plain.step();
        const Values image = run.state().image;
        QCOMPARE(image.size(), plain.image.size());
        for (std::size_t i = 0; i < image.size(); ++i) {
            QVERIFY2(std::abs(image[i] - plain.image[i]) < 1e-3,
                qPrintable(
                    QStringLiteral("step %1, %2: %3 for %4").arg(step).arg(i).arg(image[i]).arg(plain.image[i])));
        }
        QVERIFY(isClose(report.term("p-norm").loss, plain.pLoss));
        QVERIFY(isClose(report.term("tv").loss, plain.tvLoss));
        QVERIFY(isClose(report.meanStep, plain.meanStep));
    }
}

QTEST_GUILESS_MAIN(DreamReferenceTest)
#include "tst_dream_reference.moc"
