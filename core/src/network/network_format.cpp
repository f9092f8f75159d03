// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/network_format.h"

#include "network/caffe/caffe_network.h"

#include <algorithm>

namespace cnnvis {

const std::vector<NetworkFormat>& networkFormats()
{
    // Caffe stands last: it takes whatever no other one claims, and says what is wrong with it.
    static const std::vector<NetworkFormat> formats{
        {"Caffe", "deploy.prototxt", "prototxt protxt", "caffemodel", "binaryproto npy", caffe::canRead,
            caffe::readNetwork, caffe::readWeights, caffe::drawWeights, caffe::readMean},
    };
    return formats;
}

const NetworkFormat& networkFormatOf(const std::string& description)
{
    const std::vector<NetworkFormat>& formats = networkFormats();
    const auto found = std::find_if(
        formats.begin(), formats.end(), [&](const NetworkFormat& format) { return format.canRead(description); });
    return found == formats.end() ? formats.back() : *found;
}

bool hasEnding(const std::filesystem::path& file, std::string_view endings)
{
    const std::string ending = file.extension().string();
    if (ending.size() < 2 || ending.find(' ') != std::string::npos)
        return false;
    const std::string among = ' ' + std::string(endings) + ' ';
    return among.find(' ' + ending.substr(1) + ' ') != std::string::npos;
}

} // namespace cnnvis
