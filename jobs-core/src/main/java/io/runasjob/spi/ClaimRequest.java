package io.runasjob.spi;

import io.runasjob.job.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node can take. Immutable; threads may share it.
 *
 * @param node who asks
 * @param demands how many jobs of which queue, in the order in which they are wanted
 * @param types the job types that the node can run; no other job is given to it
 * @param lossesBelow only jobs that were lost less often than this are given to it
 */
public record ClaimRequest(NodeId node, List<Demand> demands, Set<String> types, int lossesBelow) {
    /** Takes jobs however often they were lost. */
    public static final int ANY_LOSSES = Integer.MAX_VALUE;

    /** Copies the collections. */
    public ClaimRequest {
        demands = List.copyOf(demands);
        types = Set.copyOf(types);
    }

    /** The same for jobs that were lost however often. */
    public ClaimRequest(NodeId node, List<Demand> demands, Set<String> types) {
        this(node, demands, types, ANY_LOSSES);
    }

    /**
     * The wish for jobs of one queue.
     *
     * @param queue its name
     * @param jobs the most to take, 1 or more
     * @param from where to begin, or null for the front of the queue; a store may begin at the front all the same
     */
    public record Demand(String queue, int jobs, @Nullable Position from) {

        /** From the front of the queue. */
        public Demand(String queue, int jobs) {
            this(queue, jobs, null);
        }
    }

    /**
     * A position in a queue: from there on come jobs of one priority. Spares a store to pass by all that was claimed before.
     *
     * @param priority the only one that is looked at
     * @param due the earliest that is looked at, in microseconds at most
     */
    public record Position(int priority, Instant due) {}
}
