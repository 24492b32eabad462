package io.runasjob.memory;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobError;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobTimes;
import io.runasjob.job.LeaseLostException;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import io.runasjob.job.Progress;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.Loss;
import io.runasjob.spi.NewJob;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The steps of a job's way, each a pure function from snapshot to snapshot. Whether a step is legal is asked before. */
final class Steps {
    private Steps() {}

    static Job created(NewJob job, Instant now) {
        if (job.start() instanceof NewJob.RunningOn running) {
            return job.runningOn(running.node(), now);
        }
        Instant due = due(job.start(), now);
        JobTimes times = new JobTimes(now, due, null, null);
        JobStatus status = status(job.start(), due, now);
        return new Job(job.id(), job.spec(), status, times, JobRun.NONE, Progress.NONE, null, null);
    }

    static Job started(Job job, NodeId node, Instant now) {
        JobRun before = job.run();
        JobRun run = new JobRun(before.attempt() + 1, before.failures(), before.losses(), node, false);
        JobTimes times = new JobTimes(job.times().created(), job.times().due(), now, null);
        return changed(job, JobStatus.RUNNING, times, run, null);
    }

    /** Waits in the given status until the given time, with the error that it waits with. */
    static Job waiting(Job job, JobStatus status, Instant due, @Nullable JobError error) {
        JobTimes times = new JobTimes(job.times().created(), due, job.times().startedOrNull(), null);
        return changed(job, status, times, job.run(), error);
    }

    static Job finished(Job job, JobStatus status, Instant now, @Nullable JobError error) {
        JobTimes before = job.times();
        JobTimes times = new JobTimes(before.created(), before.due(), before.startedOrNull(), now);
        return changed(job, status, times, job.run(), error);
    }

    static Job retriedByHand(Job job, Instant now) {
        JobRun run = new JobRun(job.run().attempt(), 0, 0, job.run().nodeOrNull(), false);
        JobTimes times = new JobTimes(job.times().created(), now, job.times().startedOrNull(), null);
        return changed(job, JobStatus.PENDING, times, run, null);
    }

    static Job askedToStop(Job job) {
        JobRun run = job.run();
        JobRun asked = new JobRun(run.attempt(), run.failures(), run.losses(), run.nodeOrNull(), true);
        return changed(job, job.status(), job.times(), asked, job.errorOrNull());
    }

    static Job advanced(Job job, Progress progress) {
        return new Job(
                job.id(),
                job.spec(),
                job.status(),
                job.times(),
                job.run(),
                progress,
                job.resultOrNull(),
                job.errorOrNull());
    }

    static Job ended(Job job, AttemptEnd end, Instant now) {
        Job counted = counted(job, end.outcome());
        JobStatus status = unlessAskedToStop(job, end.status());
        if (end instanceof AttemptEnd.Completed completed) {
            return completed(counted, completed.result(), now);
        }
        if (status == JobStatus.CANCELLED) {
            return finished(counted, status, now, null);
        }
        return status.isFinished()
                ? finished(counted, status, now, error(end))
                : waiting(counted, status, due(job, end, now), error(end));
    }

    static Job lost(Job job, int maxLosses, Instant now) {
        Job counted = counted(job, Outcome.LOST);
        if (unlessAskedToStop(job, JobStatus.PENDING) == JobStatus.CANCELLED) {
            return finished(counted, JobStatus.CANCELLED, now, null);
        }
        return counted.run().losses() >= maxLosses
                ? finished(
                        counted,
                        JobStatus.FAILED,
                        now,
                        tooManyLosses(job, counted.run().losses()))
                : waiting(counted, JobStatus.PENDING, job.times().due(), null);
    }

    static Attempt attempt(Job job, Outcome outcome, @Nullable JobError error, Instant now) {
        NodeId node = job.run().node().orElseThrow();
        return new Attempt(job.attempt(), node, job.times().started().orElseThrow(), now, outcome, error);
    }

    /** The error that an attempt ended with, where its end carries one. */
    static @Nullable JobError error(AttemptEnd end) {
        if (end instanceof AttemptEnd.Failed failed) {
            return failed.error();
        }
        return end instanceof AttemptEnd.Retry retry ? retry.error() : null;
    }

    static JobError lossOf(Job job) {
        return system(
                "Node " + job.run().nodeOrNull() + " was not heard of while it ran attempt " + job.attempt() + ".");
    }

    private static JobError tooManyLosses(Job job, int losses) {
        return new Loss(job.lease().orElseThrow(), job.type(), losses).error(JobStatus.FAILED);
    }

    private static JobError system(String message) {
        return new JobError(JobError.Kind.SYSTEM, LeaseLostException.class.getName(), message, "");
    }

    /** A job that was asked to stop does not go back to waiting. */
    private static JobStatus unlessAskedToStop(Job job, JobStatus wanted) {
        return job.run().cancelRequested() && wanted.isWaiting() ? JobStatus.CANCELLED : wanted;
    }

    private static Job counted(Job job, Outcome outcome) {
        JobRun run = job.run();
        int failures = run.failures() + (outcome.isFailure() ? 1 : 0);
        int losses = run.losses() + (outcome == Outcome.LOST ? 1 : 0);
        JobRun counted = new JobRun(run.attempt(), failures, losses, run.nodeOrNull(), run.cancelRequested());
        return changed(job, job.status(), job.times(), counted, job.errorOrNull());
    }

    private static Job completed(Job job, @Nullable String result, Instant now) {
        Job done = finished(job, JobStatus.COMPLETED, now, null);
        return new Job(done.id(), done.spec(), done.status(), done.times(), done.run(), done.progress(), result, null);
    }

    private static Instant due(NewJob.Start start, Instant now) {
        if (start instanceof NewJob.After after) {
            return now.plus(after.delay());
        }
        return start instanceof NewJob.At at ? at.time() : now;
    }

    private static Instant due(Job job, AttemptEnd end, Instant now) {
        if (end instanceof AttemptEnd.Retry retry) {
            return now.plus(retry.delay());
        }
        return end instanceof AttemptEnd.Snoozed snoozed
                ? now.plus(snoozed.delay())
                : job.times().due();
    }

    private static JobStatus status(NewJob.Start start, Instant due, Instant now) {
        if (start instanceof NewJob.Blocked) {
            return JobStatus.BLOCKED;
        }
        return due.isAfter(now) ? JobStatus.SCHEDULED : JobStatus.PENDING;
    }

    private static Job changed(Job job, JobStatus status, JobTimes times, JobRun run, @Nullable JobError error) {
        return new Job(job.id(), job.spec(), status, times, run, job.progress(), null, error);
    }
}
