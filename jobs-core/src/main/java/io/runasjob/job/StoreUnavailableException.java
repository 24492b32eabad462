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
                what + reason(cause)
                        + ". Check that the database runs, its address and its credentials, then try again.",
                cause,
                true);
    }

    /** What the driver said, and what it gave as the root of the fault when that is something else. */
    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "";
        }
        Throwable root = rootOf(cause);
        boolean same = root.equals(cause);
        return ": " + cause.getMessage() + (same ? "" : " (" + root.getMessage() + ")");
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause == null ? thrown : rootOf(cause);
    }
}
