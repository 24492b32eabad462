package io.runasjob.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When things happened to a job, by the clock of the store. Immutable; threads may share it.
 *
 * @param created when it was stored
 * @param due from when on it may run: its creation, its planned time, or the time of its next retry
 * @param startedOrNull when the latest attempt was claimed, or null
 * @param finishedOrNull when it ended, or null
 */
public record JobTimes(
        Instant created,
        Instant due,
        @Nullable Instant startedOrNull,
        @Nullable Instant finishedOrNull) {

    /** When the latest attempt was claimed; empty before the first. */
    public Optional<Instant> started() {
        return Optional.ofNullable(startedOrNull);
    }

    /** When the job ended; empty while it has not. */
    public Optional<Instant> finished() {
        return Optional.ofNullable(finishedOrNull);
    }

    /** From the start of the latest attempt to the end of the job; empty until both are known. */
    public Optional<Duration> duration() {
        return started().flatMap(start -> finished().map(end -> Duration.between(start, end)));
    }
}
