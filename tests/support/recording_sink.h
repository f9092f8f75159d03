// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"

#include <QStringList>

#include <functional>
#include <string>
#include <vector>

namespace cnnvis::test {

/// Keeps what a session tells, each moment by its name.
class RecordingSink final : public OutputSink {
public:
    void preparing(const RunSettings&) override { note("preparing"); }
    void startPictureRead(const std::vector<std::string>&) override { note("read"); }
    void started(const SessionStart& start) override
    {
        startsFromNoise = start.startsFromNoise;
        sizes = start.dream.plan().sizes.size();
        journal = start.journal;
        note("started");
    }
    void settingsChanged(const RunPosition&, const RunSettings&, const RunChange&, const Dream&) override
    {
        note("changed");
    }
    void stepStarting(const Dream&) override { note("step"); }
    void journalled(const JournalEntry& entry) override
    {
        journal.add(entry);
        note("journal");
    }
    std::vector<TracedPixel> tracedPixels(const Dream&) const override { return traced; }
    void pixelsSampled(const std::vector<PixelSample>& told) override
    {
        samples.insert(samples.end(), told.begin(), told.end());
        note("sampled");
    }
    Figures figuresOfStep(const Dream&) const override { return figures; }
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream&) override
    {
        reports.push_back(report);
        progresses.push_back(progress);
        note("done");
    }
    void held(const Dream&) override { note("held"); }
    void resumed(const Dream&) override { note("resumed"); }
    void visited(const Dream&) override { note("visited"); }
    void ending(const Picture& picture, const Dream&) override
    {
        last = picture;
        note("ending");
    }
    void ended(const SessionOutcome&) override { note("ended"); }

    /// Without what every session tells the same way.
    QStringList namesOf(const QStringList& wanted) const
    {
        QStringList names;
        for (const QString& moment : moments) {
            if (wanted.contains(moment))
                names << moment;
        }
        return names;
    }

    QString name; ///< that shared moments are noted under
    QStringList* shared = nullptr;
    QStringList moments;
    std::function<void(const QString&)> onMoment;
    bool startsFromNoise = false;
    std::size_t sizes = 0;
    Figures figures = Figures::Free;
    std::vector<TracedPixel> traced;
    std::vector<PixelSample> samples;
    std::vector<StepReport> reports;
    std::vector<SessionProgress> progresses;
    Journal journal;
    Picture last;

private:
    void note(const char* moment)
    {
        moments << QString::fromUtf8(moment);
        if (shared != nullptr)
            *shared << name + moments.back();
        if (onMoment)
            onMoment(moments.back());
    }
};

} // namespace cnnvis::test
