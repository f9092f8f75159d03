// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "cnnvis/session_outcome.h"

#include <exception>
#include <new>

namespace cnnvis {
namespace {

constexpr const char* kSaidNothing = "Something failed and did not say why";

SessionProblem problem(
    ProblemKind kind, const std::string& key, const std::exception& error, const std::string& remedy = {})
{
    const std::string message = error.what();
    return {kind, key, message.empty() ? kSaidNothing : message, remedy};
}

} // namespace

SessionProblem currentProblem(const RunSettings& settings) noexcept
{
    try {
        throw;
    } catch (const DivergenceError& error) {
        return problem(ProblemKind::Diverged, "learning_rate", error);
    } catch (const SettingsError& error) {
        return problem(ProblemKind::Refused, error.key(), error, error.remedy());
    } catch (const DeviceError& error) {
        return problem(ProblemKind::Refused, error.key(), error);
    } catch (const ModelError& error) {
        return problem(ProblemKind::Refused, ModelSource::of(settings).key, error);
    } catch (const PictureError& error) {
        return problem(ProblemKind::Refused, "initial_image", error);
    } catch (const Error& error) {
        return problem(ProblemKind::Refused, {}, error);
    } catch (const std::bad_alloc&) {
        return {ProblemKind::OutOfMemory, {},
            "There is not enough memory; close other programs, or dream a smaller picture", {}};
    } catch (const std::exception& error) {
        return problem(ProblemKind::Unexpected, {}, error);
    } catch (...) {
        return {ProblemKind::Unexpected, {}, kSaidNothing, {}};
    }
}

} // namespace cnnvis
