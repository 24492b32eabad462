package io.runasjob.job;

/** Two handlers were registered under one job type. The service does not start. */
public final class DuplicateJobTypeException extends JobsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param type the name
     * @param first the handler that has it
     * @param second the handler that wanted it too
     */
    public DuplicateJobTypeException(String type, String first, String second) {
        super(
                "Job type '" + type + "' is registered twice: by " + first + " and by " + second
                        + ". Each type has one handler; rename one of them.",
                null,
                false);
    }
}
