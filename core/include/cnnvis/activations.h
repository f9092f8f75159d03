// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/picture.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cnnvis {

/// How strongly a channel of a layer responds.
struct ChannelActivation {
    int channel = 0; ///< from 0
    double activation = 0.0; ///< behind the layers that work on it in place, e.g. a ReLU; NaN counts as 0

    friend bool operator==(const ChannelActivation& a, const ChannelActivation& b)
    {
        return a.channel == b.channel && a.activation == b.activation;
    }
};

/// Looks at pictures with the layers of a network up to one of them, and says which of its channels respond.
///
/// The picture is seen as a dream starts from it: grey levels less the network's mean, in its own size, through tiles
/// of the network's input size. A side that is shorter than a tile is stretched to one. Computes on the main processor,
/// with as many threads as setThreadCount() set; lives on whichever thread calls it, one at a time.
class ActivationProbe {
public:
    /// Reads the weights that the layer needs; they stay in memory, for any number of pictures.
    /// @throws ModelError   when the layer is not there, cannot be computed or has no channels, or the weights don't
    /// fit.
    /// @throws DeviceError  when there is too little memory.
    ActivationProbe(const Network& network, const std::string& layer);
    ~ActivationProbe();
    ActivationProbe(ActivationProbe&&) noexcept;
    ActivationProbe& operator=(ActivationProbe&&) noexcept;

    /// The mean of each channel over the picture, all channels, strongest first (equal ones by number).
    ///
    /// The picture is not shrunk, as that would change what the layer sees in it. It is looked at through the fewest
    /// evenly spaced tiles that cover it, but at most five along a side: of a larger picture, these show a sample.
    /// Where tiles overlap, pixels count more than once.
    /// @param picture  8 bits a channel.
    /// @param mayGoOn  asked before each tile; when it answers false, the rest is dropped.
    /// @return  nothing when it was interrupted.
    /// @throws PictureError  when the picture is empty or has 16 bits.
    /// @throws DeviceError   when the network cannot be computed.
    std::optional<std::vector<ChannelActivation>> means(
        const Picture& picture, const std::function<bool()>& mayGoOn = {});

    /// Each channel at one spot, all channels, strongest first: the layer's value at the position whose field of view
    /// is centred closest to the spot, in a tile laid around it (at the picture's border, beside it). Layers that see
    /// the whole tile answer for that tile.
    /// @throws PictureError  as means(), and when the spot lies outside of the picture.
    /// @throws DeviceError   when the network cannot be computed.
    std::vector<ChannelActivation> at(const Picture& picture, int row, int column);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace cnnvis
