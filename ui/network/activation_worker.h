// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/activations.h"
#include "cnnvis/network.h"

#include <QImage>
#include <QObject>
#include <QPoint>
#include <QString>
#include <QVector>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

class QThread;

namespace cnnvis::ui {

/// Asks the network about pictures on a thread of its own. Lives on the ui thread and never blocks it, but for the end
/// of a tile when it is destroyed.
///
/// There are two questions, the channels of a whole picture and those at a spot. A newer one replaces the older of its
/// kind, which is then never answered. The layers' weights stay in memory for the two layers asked about last.
class ActivationWorker : public QObject {
    Q_OBJECT

public:
    explicit ActivationWorker(QObject* parent = nullptr);
    ~ActivationWorker() override;

    /// The network of all questions from now on; those that are open are dropped. Without one, nothing is answered.
    void setNetwork(const std::optional<Network>& network);

    /// Asks for the means of a layer's channels over a picture.
    void requestMeans(const QString& layer, const QImage& picture);
    /// Asks for a layer's channels at a spot of a picture, in its pixels.
    void requestSpot(const QString& layer, const QImage& picture, QPoint spot);
    /// Drops all questions.
    void cancel();

Q_SIGNALS:
    /// All channels, strongest first.
    void meansReady(const QString& layer, const QVector<cnnvis::ChannelActivation>& channels);
    /// All channels, strongest first.
    void spotReady(QPoint spot, const QString& layer, const QVector<cnnvis::ChannelActivation>& channels);
    /// A question that has no answer, with the reason in a line for people.
    void meansFailed(const QString& layer, const QString& reason);
    void spotFailed(QPoint spot, const QString& layer, const QString& reason);

private:
    enum Kind : std::size_t { Spot, Means, KindCount };
    struct Request {
        Kind kind = Means;
        std::uint64_t id = 0;
        Network network;
        QString layer;
        QImage picture;
        QPoint spot;
    };
    class Prober;

    void post(Kind kind, const QString& layer, const QImage& picture, QPoint spot);
    void run();
    std::optional<Request> nextRequest();
    void answer(Prober& prober, const Request& request);
    bool isWanted(Kind kind, std::uint64_t id) const { return !m_isEnding && m_newest[kind] == id; }

    std::optional<Network> m_network;
    QThread* m_thread;
    std::array<std::atomic<std::uint64_t>, KindCount> m_newest{}; ///< ids of the last requests, so that older ones stop
    std::atomic<bool> m_isEnding{false};

    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_wake;
    std::array<std::optional<Request>, KindCount> m_waiting;
};

} // namespace cnnvis::ui
