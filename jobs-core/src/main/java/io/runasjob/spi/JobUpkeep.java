package io.runasjob.spi;

import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The role of a store that moves jobs on without their nodes: those that are due, those whose node died. */
public interface JobUpkeep {
    /** Losses after which the engine gives a job up: it seems to kill its nodes. */
    int MAX_LOSSES = 3;

    /**
     * Makes due jobs ready: SCHEDULED → PENDING where due is not after the store's present time.
     *
     * @param limit the most to move in one call, 1 or more
     */
    Promotion promote(int limit);

    /**
     * Takes running jobs away from nodes that are not alive (no heartbeat within their {@code deadAfter}, or not
     * registered). Their attempts are LOST, which spends no retry. A job becomes PENDING; or CANCELLED when it was asked to
     * stop; or FAILED, with a SYSTEM error whose message names the number of losses, when this loss is number {@code
     * maxLosses}. Nodes that are not alive and hold no more jobs are forgotten.
     *
     * @param maxLosses losses after which a job is given up, 1 or more
     * @param limit the most jobs to take in one call, 1 or more
     * @return what was taken and what became of it
     */
    List<Rescue> rescue(int maxLosses, int limit);

    /**
     * Clears away what claimed jobs have left behind, where the store needs that and enough has gathered; else it returns at
     * once and asks the database nothing. Called about once a second.
     */
    default void tidy() {}

    /**
     * The answer of {@link #promote}.
     *
     * @param promoted how many jobs became PENDING
     * @param nextDueInOrNull how long from now the next SCHEDULED job is due (zero when there are more now), or null when
     *     none is
     */
    record Promotion(int promoted, @Nullable Duration nextDueInOrNull) {

        /** How long from now the next job is due; empty when none is scheduled. */
        public Optional<Duration> nextDueIn() {
            return Optional.ofNullable(nextDueInOrNull);
        }
    }

    /**
     * One job that was taken from a dead node.
     *
     * @param lease the attempt that was LOST
     * @param became PENDING, CANCELLED or FAILED
     */
    record Rescue(Lease lease, JobStatus became) {}
}
