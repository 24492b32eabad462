package io.runasjob.retry;

import java.time.Duration;

/** What happens after a failed attempt. Immutable; threads may share it. */
public sealed interface Decision {

    /**
     * Try again after a wait.
     *
     * @param delay zero or longer, counted from the end of the failed attempt
     */
    record RetryAfter(Duration delay) implements Decision {}

    /**
     * The job fails for good.
     *
     * @param reason why there is no further attempt, for the log
     */
    record GiveUp(String reason) implements Decision {}
}
