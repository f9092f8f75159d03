// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"

#include "cnnvis/error.h"
#include "network/caffe/blob.h"
#include "network/caffe/npy_file.h"
#include "util/input_file.h"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

namespace cnnvis::caffe {
namespace {

constexpr std::size_t kMaximumBytes = std::size_t{256} << 20U;

std::string_view trimmed(std::string_view text)
{
    constexpr const char* kSpaces = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpaces);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

/// The numbers between the commas; nothing when one of them is none. What is too large for a number becomes infinite.
std::optional<std::vector<double>> numbersOf(std::string_view text)
{
    std::vector<double> numbers;
    while (true) {
        const std::size_t comma = text.find(',');
        const std::string_view part = trimmed(text.substr(0, comma));
        double number = 0.0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        if (error == std::errc::invalid_argument || end != part.data() + part.size())
            return std::nullopt;
        numbers.push_back(error == std::errc() ? number : HUGE_VAL);
        if (comma == std::string_view::npos)
            return numbers;
        text.remove_prefix(comma + 1);
    }
}

double meanOf(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double requireFinite(double mean, const std::string& subject)
{
    if (!std::isfinite(mean))
        throw ModelError(subject + " holds values that are not finite; give another mean");
    constexpr double kLargest = 255.0;
    if (std::abs(mean) > kLargest)
        throw ModelError(subject + " is " + std::to_string(mean).substr(0, 20)
            + " on average, but grey levels lie between 0 and 255; give the mean of the pictures the network learnt "
              "from");
    return mean;
}

std::vector<double> parseBinaryProto(const std::string& bytes)
{
    BlobMessage blob;
    const bool isBlob = blob.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    if (!isBlob || blob.data_size() + blob.double_data_size() == 0)
        throw ModelError("is neither a .npy nor a .binaryproto file; give one of them, or numbers such as 104,117,123");
    try {
        const std::vector<float> values = blobValues(blob);
        return {values.begin(), values.end()};
    } catch (const ModelError& error) {
        throw ModelError(std::string("is damaged: its values ") + error.what() + "; get the file again");
    }
}

} // namespace

double readMean(const std::string& text)
{
    if (const auto numbers = numbersOf(text)) {
        if (numbers->size() != 1 && numbers->size() != 3)
            throw ModelError("The mean '" + text + "' has " + std::to_string(numbers->size())
                + " numbers; give one, or three for blue, green and red");
        return requireFinite(meanOf(*numbers), "The mean '" + text + "'");
    }
    const InputFile file = readInputFile(text, "mean image", kMaximumBytes);
    if (!file.problem.empty())
        throw ModelError(file.problem);
    const std::string subject = "The mean image '" + std::filesystem::path(text).filename().string() + "'";
    double mean = 0.0;
    try {
        mean = isNpy(file.bytes) ? numpyMean(parseNpy(file.bytes)) : meanOf(parseBinaryProto(file.bytes));
    } catch (const ModelError& error) {
        throw ModelError(subject + " " + error.what());
    }
    return requireFinite(mean, subject);
}

} // namespace cnnvis::caffe
