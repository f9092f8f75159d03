// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/colour_conversion.h"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utility>

namespace cnnvis {

namespace {

constexpr double kSrgbGamma = 2.2;
constexpr const char* kUnusableProfile = "its colour profile cannot be used, and was ignored";

struct CloseProfile {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct FreeCurve {
    void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
struct DeleteTransform {
    void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
using Curve = std::unique_ptr<cmsToneCurve, FreeCurve>;
using Transform = std::unique_ptr<void, DeleteTransform>;

bool isNear(const Chromaticities& a, const Chromaticities& b)
{
    constexpr double kTolerance = 0.005;
    return std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) { return std::fabs(x - y) < kTolerance; });
}

/// RGB with these primaries and that curve; none where they make no sense.
Profile makeRgb(const Chromaticities& points, const Curve& curve)
{
    const cmsCIExyY white{points[0], points[1], 1.0};
    const cmsCIExyYTRIPLE primaries{
        {points[2], points[3], 1.0}, {points[4], points[5], 1.0}, {points[6], points[7], 1.0}};
    const bool isSane = std::all_of(points.begin(), points.end(), [](double value) { return value >= 0 && value < 1; })
        && std::all_of(points.begin(), points.end(), [](double value) { return std::isfinite(value); })
        && points[1] > 0.0 && points[3] > 0.0 && points[5] > 0.0;
    if (!isSane || !curve)
        return nullptr;
    cmsToneCurve* curves[] = {curve.get(), curve.get(), curve.get()};
    return Profile(cmsCreateRGBProfile(&white, &primaries, curves));
}

Curve gammaCurve(double gamma)
{
    return gamma > 0.05 && gamma < 20.0 ? Curve(cmsBuildGamma(nullptr, gamma)) : nullptr;
}

Curve srgbCurve()
{
    const std::array<double, 5> parameters{2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045};
    return Curve(cmsBuildParametricToneCurve(nullptr, 4, parameters.data()));
}

/// The light of a signal of SMPTE ST 2084 (PQ) in parts of the white of paper, 203 cd/m² (ITU-R BT.2408).
double lightOfPq(double signal)
{
    constexpr double kPeak = 10000.0 / 203.0;
    const double root = std::pow(signal, 1.0 / 78.84375);
    const double scaled = std::max(root - 0.8359375, 0.0) / (18.8515625 - 18.6875 * root);
    return kPeak * std::pow(scaled, 1.0 / 0.1593017578125);
}

/// The same of hybrid log-gamma (ITU-R BT.2100), where the white of paper is a signal of three quarters.
double lightOfHlg(double signal)
{
    constexpr double a = 0.17883277;
    constexpr double b = 0.28466892;
    constexpr double c = 0.55991073;
    const auto light = [](double value) {
        return value <= 0.5 ? value * value / 3.0 : (std::exp((value - c) / a) + b) / 12.0;
    };
    return light(signal) / light(0.75);
}

/// What is brighter than paper's white is cut off.
Curve brightCurve(double (*light)(double))
{
    constexpr std::size_t kEntries = 4096;
    std::vector<float> table;
    for (std::size_t index = 0; index < kEntries; ++index)
        table.push_back(static_cast<float>(std::min(light(static_cast<double>(index) / (kEntries - 1)), 1.0)));
    return Curve(cmsBuildTabulatedToneCurveFloat(nullptr, kEntries, table.data()));
}

/// By the numbers of ITU-T H.273; none for sRGB's, for those of television, which are shown by it, and for those that
/// are not known.
Curve curveOf(int transfer)
{
    switch (transfer) {
    case 4:
        return gammaCurve(2.2);
    case 5:
        return gammaCurve(2.8);
    case 8:
        return gammaCurve(1.0);
    case 16:
        return brightCurve(lightOfPq);
    case 18:
        return brightCurve(lightOfHlg);
    default:
        return nullptr;
    }
}

/// A grey picture's samples take the curve alone.
Profile makeGrey(const Curve& curve)
{
    const cmsCIExyY white{kSrgbChromaticities[0], kSrgbChromaticities[1], 1.0};
    return curve ? Profile(cmsCreateGrayProfile(&white, curve.get())) : nullptr;
}

/// By the numbers of ITU-T H.273; none for those that mean sRGB's, or that are not known.
Profile profileOf(ColourDescription::Codes codes, int channels)
{
    constexpr Chromaticities kBt2020{0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046};
    constexpr Chromaticities kDciP3{0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060};
    constexpr Chromaticities kDisplayP3{0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060};
    const Chromaticities& points = codes.primaries == 9 ? kBt2020
        : codes.primaries == 11                         ? kDciP3
        : codes.primaries == 12                         ? kDisplayP3
                                                        : kSrgbChromaticities;
    const Curve curve = curveOf(codes.transfer);
    if (channels == 1)
        return makeGrey(curve);
    if (curve)
        return makeRgb(points, curve);
    return isNear(points, kSrgbChromaticities) ? nullptr : makeRgb(points, srgbCurve());
}

Profile profileOfGamma(const ColourDescription& colours, int channels)
{
    constexpr double kTolerance = 0.05; // of what writers round 1/2.2 to
    const double gamma = colours.gamma.value_or(kSrgbGamma);
    const Chromaticities points = colours.chromaticities.value_or(kSrgbChromaticities);
    const bool isUsualGamma = std::fabs(gamma - kSrgbGamma) < kTolerance;
    if (channels == 1)
        return isUsualGamma ? nullptr : makeGrey(gammaCurve(gamma));
    return isUsualGamma && isNear(points, kSrgbChromaticities) ? nullptr : makeRgb(points, gammaCurve(gamma));
}

Profile adobeRgb()
{
    constexpr Chromaticities kAdobeRgb{0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06};
    return makeRgb(kAdobeRgb, gammaCurve(563.0 / 256.0));
}

int channelsOf(cmsHPROFILE profile)
{
    switch (cmsGetColorSpace(profile)) {
    case cmsSigGrayData:
        return 1;
    case cmsSigRgbData:
        return 3;
    case cmsSigCmykData:
        return 4;
    default:
        return 0;
    }
}

/// What the picture's numbers mean; none: sRGB.
Profile profileOf(DecodedPicture& picture, std::string& note)
{
    const ColourDescription& colours = picture.colours;
    if (colours.codes && picture.colourChannels != 4)
        return profileOf(*colours.codes, picture.colourChannels);
    if (!colours.iccProfile.empty()) {
        Profile profile(
            cmsOpenProfileFromMem(colours.iccProfile.data(), static_cast<cmsUInt32Number>(colours.iccProfile.size())));
        if (profile && channelsOf(profile.get()) == picture.colourChannels)
            return profile;
        note = profile ? "its colour profile is for another kind of picture, and was ignored"
                       : "its colour profile is damaged, and was ignored";
    } else if (colours.hasProfile) {
        note = kUnusableProfile;
    }
    if (colours.isSrgb || picture.colourChannels == 4)
        return nullptr;
    if (colours.gamma || colours.chromaticities)
        return profileOfGamma(colours, picture.colourChannels);
    return colours.isAdobeRgb && picture.colourChannels == 3 ? adobeRgb() : nullptr;
}

cmsUInt32Number formatOf(const DecodedPicture& picture)
{
    const auto space = static_cast<cmsUInt32Number>(picture.colourChannels == 1 ? PT_GRAY
            : picture.colourChannels == 4                                       ? PT_CMYK
                                                                                : PT_RGB);
    return COLORSPACE_SH(space) | CHANNELS_SH(static_cast<cmsUInt32Number>(picture.colourChannels))
        | EXTRA_SH(picture.hasAlpha ? 1U : 0U) | BYTES_SH(picture.bits == 16 ? 2U : 1U);
}

Transform transformOf(const Profile& profile, const DecodedPicture& picture)
{
    const Profile srgb(cmsCreate_sRGBProfile());
    return Transform(
        cmsCreateTransform(profile.get(), formatOf(picture), srgb.get(), TYPE_RGB_8, INTENT_PERCEPTUAL, 0));
}

/// Whether 8-bit RGB stays as it is but for rounding: most photos are tagged sRGB, in one profile or another.
bool isIdentity(const Profile& profile)
{
    DecodedPicture samples;
    for (int red = 0; red <= 255; red += 15) {
        for (int green = 0; green <= 255; green += 15) {
            for (int blue = 0; blue <= 255; blue += 15) {
                for (const int value : {red, green, blue})
                    samples.samples.push_back(static_cast<std::uint8_t>(value));
            }
        }
    }
    const Transform transform = transformOf(profile, samples);
    if (!transform)
        return false;
    std::vector<std::uint8_t> result(samples.samples.size());
    cmsDoTransform(
        transform.get(), samples.samples.data(), result.data(), static_cast<cmsUInt32Number>(result.size() / 3));
    return std::equal(result.begin(), result.end(), samples.samples.begin(),
        [](std::uint8_t a, std::uint8_t b) { return std::abs(a - b) <= 1; });
}

/// The upper byte of a sample.
std::uint8_t sampleOf(const DecodedPicture& picture, std::size_t index)
{
    if (picture.bits == 8)
        return picture.samples[index];
    return static_cast<std::uint8_t>(reinterpret_cast<const std::uint16_t*>(picture.samples.data())[index] >> 8U);
}

std::vector<std::uint8_t> alphaOf(const DecodedPicture& picture)
{
    std::vector<std::uint8_t> alpha;
    const std::size_t samples = picture.samplesPerPixel();
    alpha.reserve(picture.pixels());
    for (std::size_t pixel = 0; pixel < picture.pixels(); ++pixel)
        alpha.push_back(sampleOf(picture, (pixel + 1) * samples - 1));
    const bool isOpaque = std::all_of(alpha.begin(), alpha.end(), [](std::uint8_t value) { return value == 255; });
    return isOpaque ? std::vector<std::uint8_t>() : alpha;
}

/// Light that is left by ink, as simply as can be.
std::uint8_t lightUnder(std::uint8_t ink, std::uint8_t black)
{
    const int light = 255 - ink;
    const int paper = 255 - black;
    return static_cast<std::uint8_t>(paper - ((255 - light) * paper >> 8));
}

std::vector<std::uint8_t> takeAsSrgb(DecodedPicture& picture)
{
    if (picture.colourChannels == 3 && !picture.hasAlpha && picture.bits == 8)
        return std::move(picture.samples);
    std::vector<std::uint8_t> colours;
    colours.reserve(picture.pixels() * 3);
    const std::size_t samples = picture.samplesPerPixel();
    for (std::size_t pixel = 0; pixel < picture.pixels(); ++pixel) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const std::size_t first = pixel * samples;
            const std::uint8_t sample = sampleOf(picture, first + (picture.colourChannels == 1 ? 0 : channel));
            colours.push_back(picture.colourChannels == 4 ? lightUnder(sample, sampleOf(picture, first + 3)) : sample);
        }
    }
    return colours;
}

std::vector<std::uint8_t> convert(const Transform& transform, const DecodedPicture& picture)
{
    std::vector<std::uint8_t> colours(picture.pixels() * 3);
    const auto width = static_cast<std::size_t>(picture.info.storedSize.width);
    for (int row = 0; row < picture.info.storedSize.height; ++row) {
        const auto index = static_cast<std::size_t>(row);
        cmsDoTransform(transform.get(), picture.samples.data() + index * picture.bytesPerRow(),
            colours.data() + index * width * 3, static_cast<cmsUInt32Number>(width));
    }
    return colours;
}

void ignoreMessage(cmsContext /*context*/, cmsUInt32Number /*code*/, const char* /*text*/) { }

} // namespace

SrgbPixels toSrgb(DecodedPicture picture)
{
    // The handler belongs to all threads.
    static std::once_flag isMute;
    std::call_once(isMute, [] { cmsSetLogErrorHandler(ignoreMessage); });
    SrgbPixels pixels;
    if (picture.hasAlpha)
        pixels.alpha = alphaOf(picture);
    const Profile profile = profileOf(picture, pixels.note);
    const bool isPlain = !profile || (picture.colourChannels == 3 && isIdentity(profile));
    const Transform transform = isPlain ? nullptr : transformOf(profile, picture);
    if (!isPlain && !transform)
        pixels.note = kUnusableProfile;
    pixels.colours = transform ? convert(transform, picture) : takeAsSrgb(picture);
    return pixels;
}

const std::string& srgbProfile()
{
    static const std::string bytes = [] {
        const Profile profile(cmsCreate_sRGBProfile());
        cmsUInt32Number length = 0;
        cmsSaveProfileToMem(profile.get(), nullptr, &length);
        std::string saved(length, '\0');
        cmsSaveProfileToMem(profile.get(), saved.data(), &length);
        // Its header has the time at which it was made: six numbers of 16 bits. The same picture is the same bytes.
        constexpr std::size_t kTime = 24;
        const std::string_view day("\x07\xea\0\x01\0\x01\0\0\0\0\0\0", 12);
        saved.replace(kTime, day.size(), day);
        return saved;
    }();
    return bytes;
}

} // namespace cnnvis
