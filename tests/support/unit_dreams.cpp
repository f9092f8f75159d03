// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/unit_dreams.h"

#include <cstdint>
#include <vector>

namespace cnnvis::test {

RunSettings UnitDreams::settings(const char* size) const
{
    RunSettings settings = m_files.settings("sum");
    settings.imageType = ImageType::AmplifyNeuron;
    settings.initialSize = size;
    settings.pReg = 0.0;
    settings.tvReg = 0.0;
    settings.decayRate = 0.0;
    return settings;
}

Dream UnitDreams::dream(const RunSettings& settings, PictureSize photoSize) const
{
    const auto count = static_cast<std::size_t>(photoSize.height) * static_cast<std::size_t>(photoSize.width) * 3;
    return Dream(settings, m_network, Picture(photoSize, std::vector<std::uint8_t>(count, 130)));
}

bool isAt(const Dream& dream, int row, int column, double expected)
{
    return std::abs(dream.pixel(row, column).value()[0] - expected) < 1e-9;
}

} // namespace cnnvis::test
