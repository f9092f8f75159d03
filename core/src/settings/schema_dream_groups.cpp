// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema_table.h"

namespace cnnvis {

namespace {

constexpr auto kSimple = SettingTier::Simple;
constexpr auto kAdvanced = SettingTier::Advanced;
constexpr auto kLive = TakesEffect::Live;
constexpr auto kRestart = TakesEffect::Restart;

} // namespace

void addModelSettings(SchemaTable& table)
{
    table.beginGroup("Model");
    table.add("model", &RunSettings::model, "Network", kSimple, kRestart, text(TextKind::InputFolder),
        "The network that dreams: 'bestiary', the small one that comes with the program, or a folder with a "
        "deploy.prototxt, or the only *deploy* .prototxt or .protxt, and what belongs to it (a .caffemodel, a mean, "
        "labels.txt). Empty: GoogLeNet under "
        "$CAFFE_ROOT where that is set, else the bestiary. Files that are named below win.");
    table.add("deploy_txt", &RunSettings::deployTxt, "Description", kAdvanced, kRestart, text(TextKind::InputFile),
        "The file that describes the network, as Caffe writes it (deploy.prototxt). Networks that learnt from "
        "other photos dream of other things. Names such as $CAFFE_ROOT are filled in.");
    table.add("caffe_model", &RunSettings::caffeModel, "Weights", kAdvanced, kRestart, text(TextKind::InputFile),
        "The file with what the network has learnt (.caffemodel). It must belong to the network above. Names "
        "such as $CAFFE_ROOT are filled in.");
    table.add("mean_image", &RunSettings::meanImage, "Mean image", kAdvanced, kRestart, text(TextKind::InputFile),
        "The average of the pictures that the network learnt from (.npy or .binaryproto); its brightness is "
        "taken off before the network looks. Leave it empty for the usual one. A wrong one makes the dream "
        "darker or paler.");
}

void addObjectiveSettings(SchemaTable& table)
{
    table.beginGroup("Objective");
    table.add("image_type", &RunSettings::imageType, "Amplify", kSimple, kRestart,
        oneOf({"amplify_layer", "amplify_neuron"}),
        "What the dream makes stronger. amplify_layer: all that the layer sees in the picture already. "
        "amplify_neuron: one single feature of the layer, everywhere in the picture.");
    table.add("target_layer", &RunSettings::targetLayer, "Layer", kSimple, kRestart, text(TextKind::LayerName),
        "Where in the network to look. Early layers draw lines, dots and textures; layers in the middle draw "
        "eyes, fur and ornament; late ones draw whole animals and buildings, and need larger pictures.");
    table.add("target_neuron", &RunSettings::targetNeuron, "Feature", kSimple, kRestart, linear(0, 1000000, 1),
        "Which feature of the layer to amplify, counted from 0; used with amplify_neuron only. At the last "
        "layer of a classifier this is the number of the class, such as one breed of dog.");
    table.useful(0, 1000);
    table.add("amplify_l1_weight", &RunSettings::amplifyL1Weight, "Push on all features", kAdvanced, kLive,
        linear(-1e12, 1e12, 0.1),
        "Makes every feature grow by how strong it is already, with no limit. Higher gives bolder shapes, of "
        "which few win; too high and one motif covers everything. Negative values wipe out what the layer "
        "sees.");
    table.useful(-2, 5);
    table.alias("l1_weight");
    table.add("amplify_l2_weight", &RunSettings::amplifyL2Weight, "Limited push", kAdvanced, kLive,
        linear(-1e12, 1e12, 0.1),
        "Makes features grow by how strong they are, up to the limit below. Higher keeps weak motifs alive "
        "beside strong ones, for busier pictures; at 0 only the push on all features acts. Negative values "
        "wipe features out.");
    table.useful(-2, 5);
    table.alias("l2_weight");
    table.add("amplify_grad_clip", &RunSettings::amplifyGradClip, "Limit of the push", kAdvanced, kLive,
        linear(0, 1e12, 0.5),
        "The strength from which the limited push grows no further. Too low and faint noise is amplified as "
        "much as real shapes; very high and the strongest motif crowds out all others.");
    table.useful(0, 25);
    table.alias("grad_clip");
    table.add("normalize_gradient", &RunSettings::normalizeGradient, "Equalise gradients", kAdvanced, kLive,
        oneOf({"off", "mean"}),
        "mean: brings the network's push to the same strength, a mean of 1, in every step, so that regularisers that "
        "suit one network and layer suit others too; it takes 6 bytes of memory a pixel more. off: as in the original; "
        "regularisers must then be tuned anew for every network and layer.");
}

void addStartImageSettings(SchemaTable& table)
{
    table.beginGroup("Start image");
    table.add("initial_image", &RunSettings::initialImage, "Photo", kSimple, kRestart, text(TextKind::InputFile),
        "The picture that the dream starts from, and is pulled back to. Leave it empty to start from noise. "
        "Skies, water and other soft surfaces leave the most room for the dream.");
    table.add("ground", &RunSettings::ground, "Ground", kAdvanced, kRestart, text(TextKind::Colour),
        "What lies under the photo where it is transparent: mean (the network's mean grey, which it sees nothing in), "
        "black, white, or a colour such as #80a0ff. Without effect where the photo is opaque.");
    table.add("keep_transparency", &RunSettings::keepTransparency, "Keep transparency", kAdvanced, kRestart, onOff(),
        "On: pictures saved as PNG are as transparent as the photo. Off: they are opaque, with the dream on the ground "
        "too. Without effect where the photo is opaque.");
    table.add("initialization_scale", &RunSettings::initializationScale, "Noise strength", kAdvanced, kRestart,
        linear(0, 1e6, 0.5, "grey levels"),
        "How strong the noise is where there is no photo. Too low and the picture starts out flat, so that the "
        "same motif may repeat in every tile; too high and grains of noise stay visible.");
    table.useful(0, 300);
    table.add("initialization_blur", &RunSettings::initializationBlur, "Noise blur", kAdvanced, kRestart,
        linear(0, 1000, 0.5, "px"),
        "How far the noise is smeared before the start. More gives larger, calmer shapes and less colour; too "
        "much leaves an even grey, and none leaves fine grain.");
    table.useful(0, 20);
    table.add("seed", &RunSettings::seed, "Seed", kSimple, kRestart, linear(0, 9223372036854775807.0, 1),
        "Chooses the noise. The same seed and settings make the same picture again; another seed makes another "
        "picture of the same kind. Without effect where there is a photo.");
}

void addSizeSettings(SchemaTable& table)
{
    table.beginGroup("Sizes");
    table.add("initial_size", &RunSettings::initialSize, "First size", kSimple, kRestart, text(TextKind::PictureSize),
        "The size to start at: HEIGHTxWIDTH in pixels; one side in pixels, short640 or long1600, where the other "
        "follows the photo; or a part of the photo (of the network's input for noise), x0.5, 0.5 or 50%. Small starts "
        "give large motifs; the smallest is the network's input, to which parts are raised. Empty: factor 1.");
    table.add("final_size", &RunSettings::finalSize, "Last size", kSimple, kRestart, text(TextKind::PictureSize),
        "The size of the finished picture, written like the first size; used where there is more than one "
        "size. Much larger than the first gives fine detail over large motifs, and takes time in proportion to "
        "its pixels.");
    table.add("num_sizes", &RunSettings::numSizes, "Number of sizes", kSimple, kRestart, linear(1, 100, 1),
        "How many sizes the picture grows through, from the first to the last. 1 uses the first size alone, "
        "with motifs of one scale. More give motifs within motifs; too many wash out the early ones and raise "
        "the contrast.");
    table.useful(1, 12);
    table.add("resize_type", &RunSettings::resizeType, "Spacing of sizes", kAdvanced, kRestart,
        oneOf({"geometric", "linear"}),
        "geometric: each size is the same factor larger than the one before, which spends more time on small "
        "sizes and bold shapes. linear: the same number of pixels larger each time, with more time for detail.");
    table.add("resize_pipeline", &RunSettings::resizePipeline, "Resizing", kAdvanced, kRestart,
        oneOf({"classic", "float"}),
        "classic: as the original program, which rounds the picture and raises its contrast by a fifth between "
        "sizes. float: keeps the exact values, for smoother gradients and calmer contrast.");
}

} // namespace cnnvis
