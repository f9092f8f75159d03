// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema_table.h"

namespace cnnvis {

namespace {

constexpr auto kSimple = SettingTier::Simple;
constexpr auto kAdvanced = SettingTier::Advanced;
constexpr auto kLive = TakesEffect::Live;
constexpr auto kRestart = TakesEffect::Restart;

} // namespace

void addOutputSettings(SchemaTable& table)
{
    table.beginGroupBesideDream("Output");
    table.add("output_file", &RunSettings::outputFile, "Save as", kSimple, kRestart, text(TextKind::OutputFile),
        "Where the finished picture is written; the ending (.png, .jpg, …) chooses the format. PNG, JPEG, "
        "TIFF and WebP also keep how it was made. Names such as $HOME are filled in.");
    table.forRenderOnly();
    table.add("output_iter", &RunSettings::outputIter, "Report every", kAdvanced, kLive,
        logarithmic(1, 1e9, 5, "steps"),
        "After how many steps the actions below are taken. Small numbers show every change, but cost time and, "
        "when saving, many files.");
    table.forRenderOnly();
    table.useful(1, 500);
    table.add("iter_behavior", &RunSettings::iterBehavior, "At each report", kAdvanced, kLive,
        oneOf({"show", "save", "print", "plot_pix"}),
        "What is done at each report, joined by '+'. show: the picture on screen; save: the picture to a "
        "numbered file; print: numbers on how the dream goes; plot_pix: curves of four single pixels. Empty: "
        "nothing.");
    table.forRenderOnly();
    table.add("rescale_image", &RunSettings::rescaleImage, "Stretch contrast", kAdvanced, kLive, onOff(),
        "On: pictures that are shown or saved are stretched so that their darkest value is black and their "
        "brightest white. Nothing is cut off, but a few extreme pixels can make all else look grey. The dream "
        "itself is the same.");
    table.add("show_width", &RunSettings::showWidth, "Width on screen", kAdvanced, kLive,
        linear(0.1, 1000, 0.5, "inches"),
        "How wide the picture is shown where a report shows it. It changes nothing in the picture itself.");
    table.forRenderOnly();
    table.useful(1, 20);
    table.add("show_height", &RunSettings::showHeight, "Height on screen", kAdvanced, kLive,
        linear(0.1, 1000, 0.5, "inches"),
        "How high the picture is shown where a report shows it. It changes nothing in the picture itself.");
    table.forRenderOnly();
    table.useful(1, 20);
}

void addMachineSettings(SchemaTable& table)
{
    table.beginGroupBesideDream("Machine");
    table.add("gpu", &RunSettings::gpu, "Graphics processor", kAdvanced, kRestart, linear(-1, 1023, 1),
        "The number of the graphics processor to compute on, counted from 0, which is much faster; -1 computes "
        "on the main processor. The pictures differ only in the finest detail.");
    table.useful(-1, 7);
    table.add("batch_size", &RunSettings::batchSize, "Tiles at a time", kAdvanced, TakesEffect::NextSize,
        countOr("auto", 1024, "tiles"),
        "How many tiles of the picture go through the network together. auto chooses by the threads, the network and "
        "the size of the picture, always the same for the same. Too many fill the memory, and the run is refused.");
    table.useful(0, 64);
    table.add("threads", &RunSettings::threads, "Threads", kAdvanced, kRestart, linear(0, 1024, 1),
        "How many of the main processor's cores to use; 0 uses as many as there are. Fewer leave room for "
        "other work; more than there are make it slower.");
    table.useful(0, 64);
    table.add("arithmetic", &RunSettings::arithmetic, "Sums", kAdvanced, kRestart, oneOf({"original", "fast"}),
        "How the network's convolutions are summed in 32 bits. fast: filtered, with fewer products. original: in the "
        "order "
        "of the original of 2015, also that of its runs with one tile at a time, for pictures as near to its own as "
        "can "
        "be; that takes up to twice as long.");
    table.add("precision", &RunSettings::precision, "Precision", kAdvanced, kRestart, oneOf({"fp32", "bf16", "auto"}),
        "In what the network's layers compute. fp32: 32 bits, precise and repeatable. bf16: 16 bits, somewhat faster "
        "where the processor has the instructions; the dream takes other turns in its details. auto: bf16 where a "
        "trial of a second shows it to be faster; on a graphics processor TF32, numbers of 32 bits of which 19 are "
        "multiplied. Picture and optimiser keep their precision.");
}

} // namespace cnnvis
