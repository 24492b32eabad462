package io.runasjob.job;

/** Arguments or a result are larger than the limit as JSON. They did not reach the store. */
public final class PayloadTooLargeException extends JobsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what {@code arguments} or {@code result}
     * @param type the job type
     * @param bytes size as JSON in UTF-8
     * @param limit the legal size
     */
    public PayloadTooLargeException(String what, String type, long bytes, long limit) {
        super(
                "The " + what + " of job type '" + type + "' take " + bytes + " bytes as JSON, the limit is " + limit
                        + ". Store the data elsewhere and pass its address, or raise payloadLimit.",
                null,
                false);
    }
}
