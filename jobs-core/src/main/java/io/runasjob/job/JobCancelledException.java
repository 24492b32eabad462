package io.runasjob.job;

/** The job was cancelled: thrown by the checks of a running handler, and to those who wait for the job. */
public final class JobCancelledException extends JobsException {
    private static final long serialVersionUID = 1L;

    /** @param id the job */
    public JobCancelledException(JobId id) {
        super(
                "Job " + id
                        + " was cancelled, or its attempt was asked to stop. A handler lets this exception pass; a waiter may retry the job by hand.",
                null,
                false);
    }
}
