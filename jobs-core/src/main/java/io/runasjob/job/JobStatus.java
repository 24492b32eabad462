package io.runasjob.job;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where a job stands. The table of this enum is the only list of legal transitions; every store checks it in the statement
 * that writes, by naming the {@link #sources()} of the status that it writes.
 *
 * <pre>
 * BLOCKED   → SCHEDULED, PENDING, CANCELLED
 * SCHEDULED → PENDING, CANCELLED
 * PENDING   → RUNNING, SCHEDULED, CANCELLED
 * RUNNING   → COMPLETED, FAILED, CANCELLED, SCHEDULED (retry, snooze), PENDING (released, lost)
 * FAILED    → PENDING (by hand)
 * CANCELLED → PENDING (by hand)
 * </pre>
 */
public enum JobStatus {
    /** Waits for other jobs. */
    BLOCKED,
    /** Waits for its time: a delay, a retry, a snooze. */
    SCHEDULED,
    /** Ready: the next free worker takes it. */
    PENDING,
    /** A node holds the lease of an attempt. */
    RUNNING,
    /** Ended with success. Final. */
    COMPLETED,
    /** Ended without success; may be retried by hand. */
    FAILED,
    /** Ended before success because somebody asked for it; may be retried by hand. */
    CANCELLED;

    private static final Map<JobStatus, Set<JobStatus>> TARGETS = new EnumMap<>(Map.of(
            BLOCKED, EnumSet.of(SCHEDULED, PENDING, CANCELLED),
            SCHEDULED, EnumSet.of(PENDING, CANCELLED),
            PENDING, EnumSet.of(RUNNING, SCHEDULED, CANCELLED),
            RUNNING, EnumSet.of(COMPLETED, FAILED, CANCELLED, SCHEDULED, PENDING),
            COMPLETED, EnumSet.noneOf(JobStatus.class),
            FAILED, EnumSet.of(PENDING),
            CANCELLED, EnumSet.of(PENDING)));

    /** Whether a job may go from this status straight to the other one. */
    public boolean canBecome(JobStatus next) {
        return targets(this).contains(next);
    }

    /** The statuses from which a job may come straight to this one. */
    public Set<JobStatus> sources() {
        Set<JobStatus> sources = EnumSet.noneOf(JobStatus.class);
        for (JobStatus status : values()) {
            if (status.canBecome(this)) {
                sources.add(status);
            }
        }
        return sources;
    }

    /** Whether the job has ended: COMPLETED, FAILED or CANCELLED. */
    public boolean isFinished() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    /** Whether the job has not begun its next attempt: BLOCKED, SCHEDULED or PENDING. */
    public boolean isWaiting() {
        return this == BLOCKED || this == SCHEDULED || this == PENDING;
    }

    private static Set<JobStatus> targets(JobStatus from) {
        return Objects.requireNonNull(TARGETS.get(from));
    }
}
