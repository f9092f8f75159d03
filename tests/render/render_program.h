// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

/// How the program ended, and what it said.
struct ProgramResult {
    bool isNormal = false; ///< it was not ended by a signal
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

/// The arguments in a line.
inline QStringList words(const QString& text)
{
    return text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}
inline QStringList words(const char* text)
{
    return words(QString::fromUtf8(text));
}

/// Runs the built program in a folder of its own, which holds a tiny network and a small photo.
///
/// The network, net.prototxt: an input of 3 x 32 x 32, conv1, relu1, conv2 (8 channels), relu2. The photo, photo.png:
/// 48 x 40.
class RenderProgram {
public:
    RenderProgram();

    /// What every run below is started with: no display, no network of Caffe's, nobody's locale.
    QProcessEnvironment environment;

    static QString programPath();
    QString path(const QString& name) const { return m_folder.filePath(name); }
    /// Writes a file into the folder.
    void write(const QString& name, const QByteArray& bytes) const;
    QByteArray read(const QString& name) const;
    /// All names in the folder, hidden ones too.
    QStringList names() const;

    /// Runs the program to its end, with paths as seen from the folder.
    ProgramResult run(const QStringList& arguments) const;
    /// As run(), with the tiny network, and without snapshots and reports unless the arguments ask for them.
    ProgramResult dream(const QStringList& arguments) const;
    /// Starts it only.
    std::unique_ptr<QProcess> start(const QStringList& arguments) const;
    static QStringList dreamArguments(const QStringList& arguments);
    /// Kills what start() started once it has told so many lines, or has ended.
    static void killAfter(QProcess& process, unsigned lines);
    /// Waits for the end of what start() started.
    static ProgramResult finish(QProcess& process);

private:
    QTemporaryDir m_folder;
};
