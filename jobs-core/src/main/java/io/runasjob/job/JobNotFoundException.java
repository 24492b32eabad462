package io.runasjob.job;

/** No job has this id, or it was deleted. */
public final class JobNotFoundException extends JobsException {
    private static final long serialVersionUID = 1L;

    /** @param id what was looked for */
    public JobNotFoundException(JobId id) {
        super(
                "No job has the id " + id
                        + ": it was never committed, or it was deleted. Check the id and the database.",
                null,
                false);
    }
}
