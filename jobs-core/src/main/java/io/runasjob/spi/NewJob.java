package io.runasjob.spi;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobTimes;
import io.runasjob.job.NodeId;
import io.runasjob.job.Progress;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.time.Instant;

/**
 * A job to be stored. Immutable; threads may share it.
 *
 * @param id chosen by the caller
 * @param spec what is asked for
 * @param start where it begins
 */
public record NewJob(JobId id, JobSpec spec, Start start) {

    /** Which bell tells that this job is there; READY where a node may have claimed it, but has not. */
    public Bell bell() {
        return start instanceof Now || start instanceof ClaimedBy ? Bell.READY : Bell.SCHEDULED;
    }

    /** The same job with another beginning. */
    public NewJob withStart(Start other) {
        return new NewJob(id, spec, other);
    }

    /** The same job, leased to the node that would claim it, where there is one. */
    public NewJob claimed() {
        return start instanceof ClaimedBy claimed ? withStart(new RunningOn(claimed.node())) : this;
    }

    /** The same job, which waits to be claimed where its node would have claimed it. */
    public NewJob unclaimed() {
        return start instanceof ClaimedBy ? withStart(new Now()) : this;
    }

    /** The job as it is when it begins with its first attempt. */
    public Job runningOn(NodeId node, Instant now) {
        JobRun first = new JobRun(1, 0, 0, node, false);
        return new Job(
                id, spec, JobStatus.RUNNING, new JobTimes(now, now, now, null), first, Progress.NONE, null, null);
    }

    /** The status that a new job begins in, and what the store needs to know for it. */
    public sealed interface Start {}

    /** PENDING. */
    public record Now() implements Start {}

    /**
     * SCHEDULED, due that long after the store's present time; PENDING when zero.
     *
     * @param delay zero or longer
     */
    public record After(Duration delay) implements Start {}

    /**
     * SCHEDULED until the given time; PENDING when that is not after the store's present time.
     *
     * @param time by the clock of the store
     */
    public record At(Instant time) implements Start {}

    /** BLOCKED until {@link JobControl#reschedule} lets it go. */
    public record Blocked() implements Start {}

    /**
     * RUNNING, attempt 1, leased by the given node: a job that its submitter runs itself.
     *
     * @param node the submitter
     */
    public record RunningOn(NodeId node) implements Start {}

    /**
     * PENDING, and at once claimed by the given node, as if it had asked for the job in the moment in which it was stored:
     * RUNNING, attempt 1. It stays PENDING where its queue is paused or has a limit, and in a transaction of the caller's;
     * {@link JobIntake.Admission#claimed()} tells.
     *
     * @param node has a free worker for the job
     */
    public record ClaimedBy(NodeId node) implements Start {}
}
