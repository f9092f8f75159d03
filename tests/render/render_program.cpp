// SPDX-License-Identifier: GPL-3.0-or-later
#include "render_program.h"

#include "cnnvis/picture_file.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

constexpr int kLongestRun = 120000; // ms; of a test that hangs

const char* const kTinyNetwork = R"(name: "tiny"
input: "data"
input_dim: 1
input_dim: 3
input_dim: 32
input_dim: 32
layer {
  name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
  convolution_param { num_output: 6 kernel_size: 3 pad: 1 weight_filler { type: "gaussian" std: 0.05 } }
}
layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
layer {
  name: "conv2" type: "Convolution" bottom: "conv1" top: "conv2"
  convolution_param { num_output: 8 kernel_size: 3 stride: 2 weight_filler { type: "gaussian" std: 0.05 } }
}
layer { name: "relu2" type: "ReLU" bottom: "conv2" top: "conv2" }
)";

/// Slopes of all three colours.
cnnvis::Picture photo()
{
    const cnnvis::PictureSize size{48, 40};
    std::vector<std::uint8_t> pixels;
    for (int row = 0; row < size.height; ++row) {
        for (int column = 0; column < size.width; ++column) {
            pixels.push_back(static_cast<std::uint8_t>(row * 5));
            pixels.push_back(static_cast<std::uint8_t>(column * 6));
            pixels.push_back(static_cast<std::uint8_t>(255 - row - column));
        }
    }
    return {size, std::move(pixels)};
}

} // namespace

RenderProgram::RenderProgram()
{
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("ASAN_OPTIONS"), qEnvironmentVariable("ASAN_OPTIONS"));
    write(QStringLiteral("net.prototxt"), kTinyNetwork);
    cnnvis::writePicture(path(QStringLiteral("photo.png")).toStdString(), photo());
}

QString RenderProgram::programPath()
{
    return QStringLiteral(CNNVIS_RENDER_PROGRAM);
}

void RenderProgram::write(const QString& name, const QByteArray& bytes) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush())
        qFatal("cannot write %s", qPrintable(path(name)));
}

QByteArray RenderProgram::read(const QString& name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArrayLiteral("(cannot be opened)");
}

QStringList RenderProgram::names() const
{
    return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

ProgramResult RenderProgram::run(const QStringList& arguments) const
{
    return finish(*start(arguments));
}

ProgramResult RenderProgram::dream(const QStringList& arguments) const
{
    return run(dreamArguments(arguments));
}

std::unique_ptr<QProcess> RenderProgram::start(const QStringList& arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->setWorkingDirectory(m_folder.path());
    process->setProcessEnvironment(environment);
    // Tests that run in the background of a script would hand on that Ctrl-C is ignored.
    process->setChildProcessModifier([] { std::signal(SIGINT, SIG_DFL); });
    process->start(programPath(), arguments);
    if (!process->waitForStarted())
        qFatal("cannot start %s", CNNVIS_RENDER_PROGRAM);
    return process;
}

QStringList RenderProgram::dreamArguments(const QStringList& arguments)
{
    return QStringList{QStringLiteral("--deploy_txt"), QStringLiteral("net.prototxt"), QStringLiteral("--target_layer"),
               QStringLiteral("conv2"), QStringLiteral("--iter_behavior="), QStringLiteral("--num_steps=2")}
    + arguments;
}

void RenderProgram::killAfter(QProcess& process, unsigned lines)
{
    while (lines > 0 && (process.canReadLine() || process.waitForReadyRead())) {
        for (; lines > 0 && process.canReadLine(); --lines)
            process.readLine();
    }
    process.kill();
    process.waitForFinished();
}

ProgramResult RenderProgram::finish(QProcess& process)
{
    ProgramResult result;
    if (!process.waitForFinished(kLongestRun)) {
        process.kill();
        process.waitForFinished();
        return result;
    }
    result.isNormal = process.exitStatus() == QProcess::NormalExit;
    result.exitCode = process.exitCode();
    result.output = process.readAllStandardOutput();
    result.errors = process.readAllStandardError();
    return result;
}
