package io.runasjob.retry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one class of exceptions means for the retry. Immutable; threads may share it.
 *
 * @param exception binary name of a class or interface; matches it and everything below it
 * @param action what to do
 * @param delay how long to wait, for {@link Action#WAIT} only
 */
public record RetryRule(
        String exception, Action action, @Nullable Duration delay) {

    /** The three answers to an exception. */
    public enum Action {
        /** Try again with the backoff of the policy; the exception from a broader {@code GIVE_UP} rule. */
        RETRY,
        /** Fail the job at once, however many attempts are left. */
        GIVE_UP,
        /** Try again after the wait of the rule, without jitter. */
        WAIT
    }

    /** Refuses a {@code WAIT} without a wait of zero to ten years, and a wait on any other action. */
    public RetryRule {
        boolean legal = action == Action.WAIT
                ? delay != null && !delay.isNegative() && delay.compareTo(Backoff.LONGEST) <= 0
                : delay == null;
        if (!legal) {
            throw new IllegalArgumentException(
                    "Retry rule for " + exception + " has action " + action + " and wait " + delay
                            + ", expected a wait of zero to ten years with WAIT and none otherwise. Correct the retry policy.");
        }
    }

    boolean matches(Class<?> thrown) {
        for (Class<?> type = thrown; type != null; type = type.getSuperclass()) {
            if (type.getName().equals(exception) || implementsIt(type)) {
                return true;
            }
        }
        return false;
    }

    private boolean implementsIt(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.getName().equals(exception) || implementsIt(parent)) {
                return true;
            }
        }
        return false;
    }
}
