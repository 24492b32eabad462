package io.runasjob.job;

import org.jspecify.annotations.Nullable;

/** The job that was waited for, or run here, FAILED. Carries what its handler threw, from whichever JVM it ran in. */
public final class JobFailedException extends JobsException {
    private static final long serialVersionUID = 1L;

    private final JobId id;
    private final transient JobError error;

    /**
     * @param id the job
     * @param error why it failed
     * @param thrown what the handler threw, when it ran in this JVM, or null
     */
    public JobFailedException(JobId id, JobError error, @Nullable Throwable thrown) {
        super(
                "Job " + id + " failed (" + error.kind() + "): " + error.exception() + ": " + error.message()
                        + ". Correct the cause, then retry the job by hand.",
                thrown,
                false);
        this.id = id;
        this.error = error;
    }

    /** The job. */
    public JobId id() {
        return id;
    }

    /** Kind, message and stack of the handler's exception. */
    public JobError error() {
        return error;
    }
}
