package io.runasjob.job;

import java.time.Duration;

/** A job did not end while somebody waited for it. The job goes on. */
public final class AwaitTimeoutException extends JobsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param id the job
     * @param waited how long
     * @param standing where it stands now, in words
     */
    public AwaitTimeoutException(JobId id, Duration waited, String standing) {
        super(
                "Job " + id + " did not end within " + waited + ": " + standing
                        + ". It goes on; await it again, or cancel it.",
                null,
                true);
    }
}
