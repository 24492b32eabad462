package io.runasjob.job;

/** A request names a job type, or a method, that this service does not know. Nothing was stored. */
public final class UnknownJobTypeException extends JobsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what the type name or the method
     * @param known what this service knows and what to do
     */
    public UnknownJobTypeException(String what, String known) {
        super("Unknown job type " + what + ". " + known, null, false);
    }
}
