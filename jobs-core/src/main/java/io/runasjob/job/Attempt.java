package io.runasjob.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One ended attempt of a job. Immutable; threads may share it.
 *
 * @param number from 1
 * @param node where it ran
 * @param started when it was claimed
 * @param ended when its end was stored
 * @param outcome how it ended
 * @param errorOrNull why, unless it succeeded, was snoozed or was released
 */
public record Attempt(
        int number,
        NodeId node,
        Instant started,
        Instant ended,
        Outcome outcome,
        @Nullable JobError errorOrNull) {

    /** From the claim to the end. */
    public Duration duration() {
        return Duration.between(started, ended);
    }

    /** Why it ended without success; empty when it succeeded, was snoozed or released. */
    public Optional<JobError> error() {
        return Optional.ofNullable(errorOrNull);
    }
}
