// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint.h"

#include "cnnvis/error.h"
#include "cnnvis/output_file.h"
#include "util/input_file.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/jit/serialization/pickle.h>

#include <string_view>
#include <tuple>

namespace cnnvis::training {
namespace {

constexpr const char* kFormat = "cnn-vis-train 1";
constexpr std::size_t kMaximumBytes = std::size_t{1} << 30U;

using Tensors = c10::Dict<std::string, at::Tensor>;
using Strings = c10::List<std::string>;
using Numbers = c10::List<double>;

Error unusable(const std::string& path, const std::string& reason)
{
    return Error{path + " cannot be used: " + reason + "; delete it to begin anew"};
}

} // namespace

void writeCheckpoint(const std::string& path, const Checkpoint& checkpoint)
{
    Tensors tensors;
    for (const NamedTensor& named : checkpoint.tensors)
        tensors.insert(named.name, named.tensor.detach().cpu());
    const c10::IValue value(std::make_tuple(std::string(kFormat), Strings(checkpoint.classes), checkpoint.identity,
        checkpoint.step, checkpoint.mean, Numbers(checkpoint.accuracy), checkpoint.loss, tensors));
    const std::vector<char> bytes = torch::jit::pickle_save(value);
    const std::string problem = replaceFile(path, std::string_view(bytes.data(), bytes.size()));
    if (!problem.empty())
        throw Error("The checkpoint was not written: " + problem);
}

Checkpoint readCheckpoint(const std::string& path)
{
    const InputFile file = readInputFile(path, "checkpoint", kMaximumBytes);
    if (!file.problem.empty())
        throw Error(file.problem);
    try {
        const c10::IValue value = torch::jit::pickle_load({file.bytes.begin(), file.bytes.end()});
        const std::vector<c10::IValue> parts = value.toTupleRef().elements().vec();
        if (parts.size() != 8 || parts[0].toStringRef() != kFormat)
            throw unusable(path, "it is of another version of this program");
        Checkpoint checkpoint;
        checkpoint.classes = parts[1].to<std::vector<std::string>>();
        checkpoint.identity = parts[2].toStringRef();
        checkpoint.step = parts[3].toInt();
        checkpoint.mean = parts[4].toDouble();
        checkpoint.accuracy = parts[5].to<std::vector<double>>();
        checkpoint.loss = parts[6].toDouble();
        for (const auto& entry : parts[7].to<Tensors>())
            checkpoint.tensors.push_back({entry.key(), entry.value(), false});
        return checkpoint;
    } catch (const c10::Error&) {
        throw unusable(path, "it is damaged, or no checkpoint");
    }
}

void restore(const std::vector<NamedTensor>& from, const std::vector<NamedTensor>& to)
{
    const at::NoGradGuard constant;
    for (const NamedTensor& target : to) {
        bool isFound = false;
        for (const NamedTensor& source : from) {
            if (source.name == target.name && source.tensor.sizes() == target.tensor.sizes()) {
                target.tensor.copy_(source.tensor);
                isFound = true;
            }
        }
        if (!isFound)
            throw Error("The checkpoint has no '" + target.name + "' of the network's shape; delete it to begin anew");
    }
}

} // namespace cnnvis::training
