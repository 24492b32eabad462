package io.runasjob.job;

/** A job cannot go from where it stands to where the call wanted it. Nothing was changed. */
public final class IllegalTransitionException extends JobsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param id the job
     * @param wanted what the call wanted, for example {@code start}
     * @param status where the job stands
     * @param advice what to do
     */
    public IllegalTransitionException(JobId id, String wanted, JobStatus status, String advice) {
        super(
                "Cannot " + wanted + " job " + id + ": it is " + status + ". Nothing was changed. " + advice,
                null,
                false);
    }
}
