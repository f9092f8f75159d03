// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_failure.h"

#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "widgets/window_words.h"

#include <QCoreApplication>

#include <exception>
#include <new>

namespace cnnvis::ui {
namespace {

/// Libraries put traces for their developers on the lines below.
QString firstLine(const std::exception& error)
{
    const QString text = inWindowWords(error).section(QLatin1Char('\n'), 0, 0).trimmed();
    return text.isEmpty() ? QCoreApplication::translate("RunFailure", "Something failed and did not say why") : text;
}

RunFailure failure(const char* key, const QString& message)
{
    return {RunEndKind::Failed, {QString::fromLatin1(key), message, {}}};
}

} // namespace

RunFailure currentFailure(const RunSettings& settings) noexcept
{
    try {
        throw;
    } catch (const DivergenceError& error) {
        return {RunEndKind::Diverged, {QStringLiteral("learning_rate"), firstLine(error), {}}};
    } catch (const SettingsError& error) {
        RunFailure refused = failure(error.key().c_str(), firstLine(error));
        refused.problem.remedy = QString::fromStdString(error.remedy());
        return refused;
    } catch (const DeviceError& error) {
        return failure(error.key().c_str(), firstLine(error));
    } catch (const ModelError& error) {
        return failure(ModelSource::of(settings).key.c_str(), firstLine(error));
    } catch (const PictureError& error) {
        return failure("initial_image", firstLine(error));
    } catch (const std::bad_alloc&) {
        return failure("",
            QCoreApplication::translate(
                "RunFailure", "There is not enough memory; close other programs, or dream a smaller picture"));
    } catch (const std::exception& error) {
        return failure("", firstLine(error));
    } catch (...) {
        return failure("", QCoreApplication::translate("RunFailure", "Something failed and did not say why"));
    }
}

} // namespace cnnvis::ui
