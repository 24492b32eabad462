package io.runasjob.job;

/** A queue holds as many ready jobs as it may. Nothing was stored. */
public final class QueueFullException extends JobsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param queue its name
     * @param size ready jobs in it now
     * @param adding ready jobs that the call would have added
     * @param limit the largest legal size
     */
    public QueueFullException(String queue, long size, long adding, long limit) {
        super(
                "Queue '" + queue + "' holds " + size + " ready jobs, its limit is " + limit + ", " + adding
                        + " more were submitted. Nothing was stored; try again when workers have caught up, or raise the limit.",
                null,
                true);
    }
}
