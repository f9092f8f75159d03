// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkpoint.h"
#include "learner.h"
#include "trainable_network.h"
#include "training_options.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace cnnvis::training {

/// How far a training is.
struct TrainingProgress {
    std::int64_t step = 0, steps = 0; ///< done, and of all
    std::int64_t images = 0, allImages = 0;
    int side = 0; ///< pixels
    double share = 0.0; ///< of the work, 0..1
    double loss = 0.0; ///< running mean
    std::vector<double> accuracy; ///< running mean for each classifier, 0..1
};

/// Trains the network of the bestiary, and keeps checkpoints in a folder. One thread may use it.
class Trainer {
public:
    /// Begins a training, or goes on with that in the folder, whose checkpoint it finds.
    /// @param classes  names; as many as the samples have.
    /// @throws cnnvis::Error  when the folder cannot be written, or its checkpoint is that of another training.
    Trainer(const TrainingOptions& options, std::vector<std::string> classes, std::string folder);

    /// Trains to the end, or until `goesOn` answers false after a step; then there is a checkpoint, too.
    /// @return  whether the end is reached.
    /// @throws cnnvis::Error  when the loss is not finite any more, or a checkpoint cannot be written.
    bool train(const std::function<bool(const TrainingProgress&)>& goesOn);

    TrainableNetwork& network() { return m_network; }
    /// Of the training pictures, in grey levels.
    double mean() const { return m_mean; }
    std::int64_t step() const { return m_step; }

    static std::string checkpointPath(const std::string& folder);

private:
    void beginOrGoOn();
    bool trainPhase(const Phase& phase, const std::function<bool(const TrainingProgress&)>& goesOn);
    /// Twice from each batch: the second time each picture has moved a little where that confuses the network most,
    /// as the first gradient says. What it learns from is then what people see, too, and its dreams are of that
    /// (adversarial training "for free", Shafahi et al. 2019; what it does to pictures, Engstrom et al. 2019).
    void learn(const PictureBatch& batch);
    void saveNowAndThen();
    void save();
    std::vector<NamedTensor> allTensors() const;
    TrainingProgress progress(const Phase& phase) const;

    TrainingOptions m_options;
    std::vector<std::string> m_classes;
    std::string m_folder;
    std::vector<Phase> m_phases;
    TrainableNetwork m_network;
    Learner m_learner;
    double m_mean = 0.0;
    std::int64_t m_step = 0;
    double m_loss = 0.0;
    std::vector<double> m_accuracy;
    std::chrono::steady_clock::time_point m_lastSave;
};

/// Where to compute: `gpu`, or the processor when it is negative. @throws cnnvis::DeviceError  when there is none such.
at::Device deviceOf(int gpu);

/// What `precision` means on a device.
at::ScalarType scalarTypeOf(Precision precision, at::Device device);

} // namespace cnnvis::training
