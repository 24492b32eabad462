package io.runasjob.job;

import org.jspecify.annotations.Nullable;

/**
 * Everything that this library throws on its own account. The message says what came, what was expected, what happens next
 * and what to do; {@link #retryable()} says whether the same call may succeed later without a change.
 */
public abstract class JobsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /** For subclasses: the message, the cause or null, and whether trying again helps. */
    protected JobsException(String message, @Nullable Throwable cause, boolean retryable) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Whether the same call may succeed later without a change. */
    public boolean retryable() {
        return retryable;
    }
}
