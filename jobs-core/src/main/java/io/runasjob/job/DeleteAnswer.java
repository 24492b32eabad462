package io.runasjob.job;

/** What a delete came to. */
public enum DeleteAnswer {
    /** The job is gone. */
    DELETED,
    /** The job has not ended; cancel it first. */
    NOT_FINISHED,
    /** No such job. */
    UNKNOWN
}
