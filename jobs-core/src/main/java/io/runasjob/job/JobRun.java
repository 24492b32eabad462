package io.runasjob.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of a job came to so far. Immutable; threads may share it.
 *
 * @param attempt number of the latest attempt, 0 before the first
 * @param failures attempts that FAILED or TIMED_OUT since the submission or the last retry by hand
 * @param losses attempts that were LOST since then
 * @param nodeOrNull node of the latest attempt, or null before the first
 * @param cancelRequested whether a running job was asked to stop
 */
public record JobRun(
        int attempt, int failures, int losses, @Nullable NodeId nodeOrNull, boolean cancelRequested) {

    /** Before the first attempt. */
    public static final JobRun NONE = new JobRun(0, 0, 0, null, false);

    /** Node of the latest attempt; empty before the first. */
    public Optional<NodeId> node() {
        return Optional.ofNullable(nodeOrNull);
    }
}
