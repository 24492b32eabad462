package io.runasjob.job;

/** How one attempt ended. Only FAILED and TIMED_OUT count against the attempts of a job. */
public enum Outcome {
    /** The handler returned. */
    SUCCEEDED,
    /** The handler threw. */
    FAILED,
    /** The handler ran longer than its timeout and was interrupted. */
    TIMED_OUT,
    /** The handler ended because its job was cancelled. */
    CANCELLED,
    /** The handler asked to be run later. */
    SNOOZED,
    /** The node gave the job back: it is shutting down or could not renew its lease. */
    RELEASED,
    /** The node died, or was not heard of for longer than its lease. */
    LOST;

    /** Whether this outcome uses up one of the job's attempts. */
    public boolean isFailure() {
        return this == FAILED || this == TIMED_OUT;
    }
}
