package io.runasjob.job;

import org.jspecify.annotations.Nullable;

/** The database cannot be reached or did not answer as it should. Whether the last write took effect may be unknown. */
public final class StoreUnavailableException extends JobsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what what was tried, and on which store
     * @param cause what the driver said, or null
     */
    public StoreUnavailableException(String what, @Nullable Throwable cause) {
        super(
                what + (cause == null ? "" : ": " + cause.getMessage())
                        + ". Check that the database runs, its address and its credentials, then try again.",
                cause,
                true);
    }
}
