// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"
#include "cnnvis/dream_runner.h"
#include "cnnvis/machine.h"
#include "cnnvis/picture_file.h"
#include "cnnvis/settings_text.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <unistd.h>

using namespace cnnvis;

// Runs of the original program, with its pictures and the figures that it printed. The data lie outside of the project,
// as they need a network and photos that are not its own.
namespace {

const QString kData = QStringLiteral(CNNVIS_PARITY_DIR);

QJsonObject readCases()
{
    QFile file(kData + QStringLiteral("/parity/cases.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

std::string textOf(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? "true" : "false";
    return value.isString() ? value.toString().toStdString() : QString::number(value.toDouble(), 'g', 17).toStdString();
}

RunSettings settingsOf(const QJsonObject& arguments)
{
    RunSettings settings;
    settings.arithmetic = Arithmetic::Original;
    settings.batchSize = 1; // the original's default
    SettingsChange change;
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument)
        change.push_back({argument.key().toStdString(), textOf(argument.value())});
    applyChange(settings, change);
    const std::string model = kData.toStdString() + "/models/squeezenet_v1.0/";
    settings.deployTxt = model + "deploy.prototxt";
    settings.caffeModel = model + "squeezenet_v1.0.caffemodel";
    settings.meanImage = model + "mean.npy";
    settings.initialImage = kData.toStdString() + "/images/" + settings.initialImage;
    return settings;
}

double psnr(const Picture& left, const Picture& right)
{
    double squares = 0.0;
    const std::size_t count = static_cast<std::size_t>(left.height()) * static_cast<std::size_t>(left.width()) * 3;
    for (std::size_t i = 0; i < count; ++i) {
        const double difference = static_cast<double>(left.pixels8()[i]) - right.pixels8()[i];
        squares += difference * difference;
    }
    return squares == 0.0 ? std::numeric_limits<double>::infinity()
                          : 10.0 * std::log10(255.0 * 255.0 * static_cast<double>(count) / squares);
}

/// Keeps the reports of every output_iter-th step.
class Recorder final : public RunObserver {
public:
    void stepDone(const StepReport& report, const Dream& dream) override
    {
        if (report.step % dream.settings().outputIter == 0)
            reports.push_back(report);
    }
    std::vector<StepReport> reports;
};

struct Figure {
    const char* name;
    int index;
    double ours;
    double tolerance;
};

std::vector<Figure> figuresOf(const StepReport& report)
{
    constexpr double kUsual = 0.02;
    constexpr double kMedian = 0.05;
    return {{"p_loss", 0, report.term("p-norm").loss, kUsual}, {"tv_loss", 0, report.term("tv").loss, kUsual},
        {"mean p_grad", 0, report.term("p-norm").meanGradient, kUsual},
        {"mean p_grad_aux", 0, report.term("auxiliary").meanGradient, kUsual},
        {"mean tv_grad", 0, report.term("tv").meanGradient, kUsual},
        {"mean cnn_grad", 0, report.meanNetworkGradient, kUsual}, {"step mean, median", 0, report.meanStep, kUsual},
        {"step mean, median", 1, report.medianStep, kMedian}, {"image mean, std", 0, report.imageMean, kUsual},
        {"image mean, std", 1, report.imageDeviation, kUsual}, {"mean step / val", 0, report.meanStepRatio, kUsual},
        {"mean neuron val", 0, report.neuronMean.value_or(0.0), kUsual}};
}

/// The recorded runs multiplied matrices by OpenBLAS's kernels for AVX-512. It asks the environment while it is loaded,
/// so that the test starts itself anew.
void useRecordedArithmetic(char** argv)
{
#if defined(__x86_64__)
    constexpr const char* kName = "OPENBLAS_CORETYPE";
    const QByteArray wanted("SKYLAKEX");
    if (!__builtin_cpu_supports("avx512f") || qgetenv(kName) == wanted)
        return;
    qputenv(kName, wanted);
    ::execv(argv[0], argv);
#else
    Q_UNUSED(argv);
#endif
}

} // namespace

class ParityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void dreamsAsTheOriginal_data();
    void dreamsAsTheOriginal();
};

void ParityTest::initTestCase()
{
    if (!QFileInfo::exists(kData + QStringLiteral("/parity/cases.json")))
        QSKIP("The original program's results are not on this machine");
    setThreadCount(0);
}

void ParityTest::dreamsAsTheOriginal_data()
{
    QTest::addColumn<QJsonObject>("run");
    const QJsonObject cases = readCases();
    for (auto run = cases.begin(); run != cases.end(); ++run)
        QTest::newRow(run.key().toUtf8().constData()) << run.value().toObject();
}

void ParityTest::dreamsAsTheOriginal()
{
    QFETCH(QJsonObject, run);
    const RunSettings settings = settingsOf(run[QStringLiteral("args")].toObject());
    Dream dream(settings, Network::load(settings), readPicture(settings.initialImage));
    RunControl control;
    Recorder recorder;
    QCOMPARE(runDream(dream, control, recorder), RunEnd::Finished);

    const QString name = kData + QStringLiteral("/parity/") + run[QStringLiteral("picture")].toString();
    const Picture expected = readPicture(name.toStdString());
    QCOMPARE(dream.picture().size(), expected.size());
    const double floor = run[QStringLiteral("noise_floor_psnr")].toDouble();
    const double reached = psnr(dream.picture(), expected);
    qInfo("%.2f dB, the noise floor is %.2f dB", reached, floor);

    const QJsonArray reports = run[QStringLiteral("report")].toArray();
    QCOMPARE(static_cast<qsizetype>(recorder.reports.size()), static_cast<qsizetype>(reports.size()));
    for (std::size_t i = 0; i < recorder.reports.size(); ++i) {
        const QJsonObject original = reports[static_cast<qsizetype>(i)].toObject();
        for (const Figure& figure : figuresOf(recorder.reports[i])) {
            const QJsonArray values = original[QLatin1String(figure.name)].toArray();
            if (values.isEmpty())
                continue;
            const double theirs = values[figure.index].toDouble();
            const double difference = std::abs(figure.ours - theirs);
            QVERIFY2(difference <= figure.tolerance * std::abs(theirs),
                qPrintable(QStringLiteral("report %1, %2 [%3]: %4, the original has %5")
                               .arg(i)
                               .arg(QLatin1String(figure.name))
                               .arg(figure.index)
                               .arg(figure.ours)
                               .arg(theirs)));
        }
    }
    QVERIFY2(reached >= std::min(floor - 3.0, 45.0), "the picture is too far from the original's");
}

int main(int argc, char** argv)
{
    useRecordedArithmetic(argv);
    QCoreApplication application(argc, argv);
    ParityTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_parity.moc"
