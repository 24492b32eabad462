package io.runasjob.spi;

import io.runasjob.job.NodeId;
import java.util.List;
import java.util.Set;

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
     */
    public record Demand(String queue, int jobs) {}
}
