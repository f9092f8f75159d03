// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/activation_worker.h"

#include "widgets/window_words.h"

#include <QThread>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <list>
#include <utility>
#include <vector>

namespace cnnvis::ui {
namespace {

Picture pictureOf(const QImage& image)
{
    if (image.isNull())
        return {};
    constexpr std::size_t kChannels = 3;
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    const auto rowLength = static_cast<std::size_t>(rgb.width()) * kChannels;
    std::vector<std::uint8_t> pixels;
    pixels.reserve(rowLength * static_cast<std::size_t>(rgb.height()));
    for (int row = 0; row < rgb.height(); ++row)
        pixels.insert(pixels.end(), rgb.constScanLine(row), rgb.constScanLine(row) + rowLength);
    return {{rgb.height(), rgb.width()}, std::move(pixels)};
}

QVector<ChannelActivation> asVector(const std::vector<ChannelActivation>& channels)
{
    return {channels.begin(), channels.end()};
}

} // namespace

/// Keeps the probes of the layers that were asked about last. Belongs to the thread.
class ActivationWorker::Prober {
public:
    ActivationProbe& probe(const Network& network, const QString& layer)
    {
        constexpr std::size_t kMost = 2; // a list's layer and a spot's
        const auto found = std::find_if(m_probes.begin(), m_probes.end(),
            [&](const Entry& entry) { return entry.layer == layer && entry.network == network; });
        if (found != m_probes.end()) {
            m_probes.splice(m_probes.begin(), m_probes, found);
        } else {
            m_probes.remove_if([&](const Entry& entry) { return entry.network != network; });
            m_probes.push_front({network, layer, ActivationProbe(network, layer.toStdString())});
            if (m_probes.size() > kMost)
                m_probes.pop_back();
        }
        return m_probes.front().probe;
    }

private:
    struct Entry {
        Network network;
        QString layer;
        ActivationProbe probe;
    };
    std::list<Entry> m_probes; ///< the latest first
};

ActivationWorker::ActivationWorker(QObject* parent)
    : QObject(parent)
    , m_thread(QThread::create([this] { run(); }))
{
    m_thread->setObjectName(QStringLiteral("activations"));
    m_thread->start(QThread::LowPriority);
}

ActivationWorker::~ActivationWorker()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_wake.notify_one();
    m_thread->wait();
    delete m_thread;
}

void ActivationWorker::setNetwork(const std::optional<Network>& network)
{
    cancel();
    m_network = network;
}

void ActivationWorker::requestMeans(const QString& layer, const QImage& picture)
{
    post(Means, layer, picture, {});
}

void ActivationWorker::requestSpot(const QString& layer, const QImage& picture, QPoint spot)
{
    post(Spot, layer, picture, spot);
}

void ActivationWorker::cancel()
{
    const std::lock_guard lock(m_mutex);
    for (const Kind kind : {Spot, Means}) {
        ++m_newest[kind];
        m_waiting[kind].reset();
    }
}

void ActivationWorker::post(Kind kind, const QString& layer, const QImage& picture, QPoint spot)
{
    if (!m_network)
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting[kind] = Request{kind, ++m_newest[kind], *m_network, layer, picture, spot};
    }
    m_wake.notify_one();
}

void ActivationWorker::run()
{
    Prober prober;
    while (const std::optional<Request> request = nextRequest())
        answer(prober, *request);
}

std::optional<ActivationWorker::Request> ActivationWorker::nextRequest()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_isEnding || m_waiting[Spot] || m_waiting[Means]; });
    if (m_isEnding)
        return std::nullopt;
    // A spot is one tile, and somebody waits with the mouse on it.
    return std::exchange(m_waiting[m_waiting[Spot] ? Spot : Means], std::nullopt);
}

void ActivationWorker::answer(Prober& prober, const Request& request)
{
    const Kind kind = request.kind;
    const std::uint64_t id = request.id;
    // The signals are sent from the ui thread, where it is certain whether the answer is still wanted.
    const auto send = [this, kind, id](auto&& emitSignal) {
        const auto deliver = [this, kind, id, emitSignal] {
            if (isWanted(kind, id))
                emitSignal();
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    };
    const QString layer = request.layer;
    const QPoint spot = request.spot;
    try {
        ActivationProbe& probe = prober.probe(request.network, layer);
        const Picture picture = pictureOf(request.picture);
        if (kind == Spot) {
            const auto channels = asVector(probe.at(picture, spot.y(), spot.x()));
            send([this, spot, layer, channels] { Q_EMIT spotReady(spot, layer, channels); });
        } else if (const auto means = probe.means(picture, [this, kind, id] { return isWanted(kind, id); })) {
            send([this, layer, channels = asVector(*means)] { Q_EMIT meansReady(layer, channels); });
        }
    } catch (const std::exception& error) {
        const QString reason = inWindowWords(error);
        if (kind == Spot)
            send([this, spot, layer, reason] { Q_EMIT spotFailed(spot, layer, reason); });
        else
            send([this, layer, reason] { Q_EMIT meansFailed(layer, reason); });
    }
}

} // namespace cnnvis::ui
