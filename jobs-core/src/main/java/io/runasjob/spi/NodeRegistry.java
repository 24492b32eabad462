package io.runasjob.spi;

import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The role of a store that knows which nodes are alive. */
public interface NodeRegistry {

    /** Makes a node known, with its first heartbeat. Throws nothing when it is known already: that is a heartbeat. */
    void register(Registration node);

    /**
     * Renews a node's right to its leases. Uses a connection of its own where there are connections, so that load cannot
     * delay it.
     */
    Heartbeat heartbeat(NodeId node);

    /** Forgets a node that has stopped. Jobs that it still holds count as those of a dead node. */
    void deregister(NodeId node);

    /** The leases of all RUNNING jobs of a node, known or not: what it holds according to the store. */
    Set<Lease> leasesOf(NodeId node);

    /** The known nodes, alive or dead, by their start. */
    List<Node> nodes();

    /**
     * What a node says of itself when it starts.
     *
     * @param id random for this start
     * @param host name of the machine
     * @param pid process id
     * @param queues queues whose jobs it runs
     * @param types job types that it knows
     * @param deadAfter how long after its last heartbeat its jobs go to others
     */
    record Registration(NodeId id, String host, long pid, Set<String> queues, Set<String> types, Duration deadAfter) {

        /** Copies the sets. */
        public Registration {
            queues = Set.copyOf(queues);
            types = Set.copyOf(types);
        }
    }

    /**
     * The answer to a heartbeat.
     *
     * @param known false when the node is not registered (others took it for dead): it must give up all its leases and
     *     register under a new id
     * @param cancelRequested leases of this node whose jobs were asked to stop
     */
    record Heartbeat(boolean known, Set<Lease> cancelRequested) {

        /** Copies the set. */
        public Heartbeat {
            cancelRequested = Set.copyOf(cancelRequested);
        }
    }
}
