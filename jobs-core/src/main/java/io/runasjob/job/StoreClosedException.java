package io.runasjob.job;

/** A store or a service was used after its close. */
public final class StoreClosedException extends JobsException {
    private static final long serialVersionUID = 1L;

    /** @param what the store or the service, in words */
    public StoreClosedException(String what) {
        super(
                "The " + what + " is closed. Nothing was stored; use it before its close, or open a new one.",
                null,
                false);
    }
}
