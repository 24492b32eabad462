package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.ClaimRequest.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far along its queue a node has claimed. A database passes by all that was claimed before, until it has cleaned up, which
 * may take a minute; so a busy node begins where its last claim ended, and a little before that, since the commits of others
 * come in no order. Jobs at the front that were not there before (of a higher priority, given back, retried) are found when a
 * claim finds nothing, and otherwise after ten times as long as the last look at the front took, at most {@value
 * #LONGEST_MILLIS} ms. Not for use by several threads.
 */
final class QueueWalk {
    private static final int LONGEST_MILLIS = 500;
    private static final int SHARE = 10;
    private static final Duration OVERLAP = Duration.ofMillis(100);

    private @Nullable Position reached;
    private long frontAgain;

    /** Where the next claim begins; null for the front. */
    @Nullable
    Position next(long nowNanos) {
        return nowNanos - frontAgain < 0 ? reached : null;
    }

    /**
     * Goes on.
     *
     * @param jobs the answer to the demand, in the order of the queue
     * @param beganNanos when the claim began
     * @param endedNanos when it ended
     * @return whether there may be jobs at the front although the claim found none, so that it is worth asking again at once
     */
    boolean claimed(Demand demand, List<Job> jobs, long beganNanos, long endedNanos) {
        if (demand.from() == null) {
            frontAgain = endedNanos + Math.min(LONGEST_MILLIS * 1_000_000L, SHARE * (endedNanos - beganNanos));
        }
        reached = jobs.isEmpty() ? null : positionOf(jobs);
        return jobs.isEmpty() && demand.from() != null;
    }

    private static @Nullable Position positionOf(List<Job> jobs) {
        Job last = jobs.get(jobs.size() - 1);
        boolean alike = jobs.get(0).priority() == last.priority();
        return alike ? new Position(last.priority(), last.times().due().minus(OVERLAP)) : null;
    }
}
