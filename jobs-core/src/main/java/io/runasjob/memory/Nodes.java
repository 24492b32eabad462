package io.runasjob.memory;

import io.runasjob.job.Job;
import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.spi.NodeRegistry.Heartbeat;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Knows which nodes are alive. Guarded by the store's lock. */
final class Nodes {
    private record Entry(Registration said, Instant started, Instant lastHeartbeat) {
        boolean isAlive(Instant now) {
            return !lastHeartbeat.plus(said.deadAfter()).isBefore(now);
        }

        Node node(Instant now) {
            return new Node(
                    said.id(),
                    said.host(),
                    said.pid(),
                    said.queues(),
                    said.types(),
                    started,
                    lastHeartbeat,
                    said.deadAfter(),
                    isAlive(now));
        }
    }

    private final JobTable table;
    private final Map<NodeId, Entry> entries = new LinkedHashMap<>();

    Nodes(JobTable table) {
        this.table = table;
    }

    void register(Registration node, Instant now) {
        if (!renew(node.id(), now)) {
            entries.put(node.id(), new Entry(node, now, now));
        }
    }

    Heartbeat heartbeat(NodeId node, Instant now) {
        return renew(node, now) ? new Heartbeat(true, cancelRequested(node), found(node, now)) : Heartbeat.UNKNOWN;
    }

    Set<Bell> look(NodeId node, Instant now) {
        if (!entries.containsKey(node)) {
            return Set.of();
        }
        Set<Bell> found = found(node, now);
        if (!cancelRequested(node).isEmpty()) {
            found.add(Bell.CANCEL);
        }
        return found;
    }

    private Set<Bell> found(NodeId node, Instant now) {
        Set<Bell> found = EnumSet.noneOf(Bell.class);
        if (table.isAnyReady()) {
            found.add(Bell.READY);
        }
        if (table.isAnyDue(now)) {
            found.add(Bell.SCHEDULED);
        }
        if (entries.values().stream().anyMatch(other -> !other.said().id().equals(node) && !other.isAlive(now))) {
            found.add(Bell.LOST);
        }
        return found;
    }

    void deregister(NodeId node) {
        entries.remove(node);
    }

    List<Node> list(Instant now) {
        return entries.values().stream()
                .map(entry -> entry.node(now))
                .sorted(Comparator.comparing(Node::started))
                .toList();
    }

    boolean isAlive(NodeId node, Instant now) {
        Entry entry = entries.get(node);
        return entry != null && entry.isAlive(now);
    }

    void forgetDeadAndIdle(Instant now) {
        Set<NodeId> busy = table.running().stream()
                .map(job -> job.run().node())
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        entries.entrySet().removeIf(entry -> !entry.getValue().isAlive(now) && !busy.contains(entry.getKey()));
    }

    private boolean renew(NodeId node, Instant now) {
        return entries.computeIfPresent(node, (id, entry) -> new Entry(entry.said(), entry.started(), now)) != null;
    }

    Set<Lease> leasesOf(NodeId node) {
        return leases(node, job -> true);
    }

    private Set<Lease> cancelRequested(NodeId node) {
        return leases(node, job -> job.run().cancelRequested());
    }

    private Set<Lease> leases(NodeId node, Predicate<Job> which) {
        return table.running().stream()
                .filter(which)
                .map(Job::lease)
                .flatMap(Optional::stream)
                .filter(lease -> lease.node().equals(node))
                .collect(Collectors.toSet());
    }
}
