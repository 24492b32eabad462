package io.runasjob.spi;

import io.runasjob.job.JobId;
import io.runasjob.job.JobSpec;
import io.runasjob.job.NodeId;
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

    /** Which bell tells that this job is there. */
    public Bell bell() {
        return start instanceof Now ? Bell.READY : Bell.SCHEDULED;
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
}
