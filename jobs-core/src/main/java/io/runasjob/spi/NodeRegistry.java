package io.runasjob.spi;

import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The role of a store that knows which nodes are alive. */
public interface NodeRegistry {

    /** Makes a node known, with its first heartbeat. Throws nothing when it is known already: that is a heartbeat. */
    void register(Registration node);

    /**
     * Renews a node's right to its leases, and looks for what nobody may have rung for. Uses a connection of its own where there
     * are connections, so that load cannot delay it.
     */
    Heartbeat heartbeat(NodeId node);

    /**
     * Looks for the same as a heartbeat, on the same connection, but renews nothing.
     *
     * @return what {@link Heartbeat#found()} would say, and CANCEL where jobs of the node were asked to stop; empty when the
     *     node is not registered
     */
    Set<Bell> look(NodeId node);

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
     * @param found what is worth a look: READY where any job is PENDING, SCHEDULED where one is SCHEDULED and due, LOST where
     *     another node has expired, or whatever else a rescue would put right; empty when the node is not known
     */
    record Heartbeat(boolean known, Set<Lease> cancelRequested, Set<Bell> found) {
        /** The answer to a node that is not registered. */
        public static final Heartbeat UNKNOWN = new Heartbeat(false, Set.of(), Set.of());

        /** Copies the sets. */
        public Heartbeat {
            cancelRequested = Set.copyOf(cancelRequested);
            found = Set.copyOf(found);
        }
    }
}
