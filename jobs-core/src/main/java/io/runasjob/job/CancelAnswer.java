package io.runasjob.job;

/** What a cancel came to. */
public enum CancelAnswer {
    /** The job was waiting and is CANCELLED now. */
    CANCELLED,
    /** The job is running and was asked to stop; it may still complete. */
    REQUESTED,
    /** The job had ended before. */
    ALREADY_FINISHED,
    /** No such job. */
    UNKNOWN
}
