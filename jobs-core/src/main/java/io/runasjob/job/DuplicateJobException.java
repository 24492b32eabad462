package io.runasjob.job;

/** An unfinished job holds the unique key, and the request said to refuse. Nothing was stored. */
public final class DuplicateJobException extends JobsException {
    private static final long serialVersionUID = 1L;

    private final JobId existing;

    /**
     * @param key the unique key
     * @param existing the job that holds it
     */
    public DuplicateJobException(String key, JobId existing) {
        super(
                "Unique key '" + key + "' is held by the unfinished job " + existing
                        + ". Nothing was stored; wait for that" + " job, or submit with OnDuplicate.RETURN_EXISTING.",
                null,
                true);
        this.existing = existing;
    }

    /** The unfinished job that holds the key. */
    public JobId existing() {
        return existing;
    }
}
