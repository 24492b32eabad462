package io.runasjob.job;

/** What a retry by hand came to. */
public enum RetryAnswer {
    /** The job is PENDING again. */
    RETRIED,
    /** The job has not ended, or it COMPLETED. */
    NOT_RETRYABLE,
    /** Another unfinished job holds its unique key. */
    KEY_TAKEN,
    /** No such job. */
    UNKNOWN
}
