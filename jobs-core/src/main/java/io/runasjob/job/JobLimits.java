package io.runasjob.job;

import io.runasjob.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often and how long a job may be tried. Immutable; threads may share it.
 *
 * @param maxAttempts failures after which the job fails, 1 to 1,000
 * @param timeoutOrNull longest duration of one attempt, or null for none
 * @param retryOrNull the job's own retry policy, or null for that of its type
 */
public record JobLimits(
        int maxAttempts,
        @Nullable Duration timeoutOrNull,
        @Nullable RetryPolicy retryOrNull) {

    /** The default: {@link RetryPolicy#DEFAULT_MAX_ATTEMPTS} attempts, no timeout, the retry policy of the type. */
    public static final JobLimits DEFAULT = new JobLimits(RetryPolicy.DEFAULT_MAX_ATTEMPTS, null, null);

    /** Checks the ranges; throws {@link InvalidValueException}. */
    public JobLimits {
        Checks.maxAttempts(maxAttempts);
        if (timeoutOrNull != null) {
            Checks.timeout(timeoutOrNull);
        }
    }

    /** Longest duration of one attempt; empty for none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeoutOrNull);
    }

    /** The job's own retry policy; empty for that of its type. */
    public Optional<RetryPolicy> retry() {
        return Optional.ofNullable(retryOrNull);
    }
}
