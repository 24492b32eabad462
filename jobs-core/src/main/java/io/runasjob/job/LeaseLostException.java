package io.runasjob.job;

/** The caller no longer holds the attempt that it wanted to write about. Nothing was written. */
public final class LeaseLostException extends JobsException {
    private static final long serialVersionUID = 1L;

    /** @param lease the attempt that is no longer current */
    public LeaseLostException(Lease lease) {
        super(
                "Attempt " + lease.attempt() + " of job " + lease.job() + " no longer belongs to node " + lease.node()
                        + ": it has ended, or was given to another node. Nothing was written; stop working on it.",
                null,
                false);
    }
}
