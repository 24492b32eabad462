package io.runasjob.worker;

import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.loop.Loop;
import io.runasjob.spi.NodeRegistry;
import io.runasjob.spi.NodeRegistry.Heartbeat;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews this node's right to its leases and brings home which of its jobs were cancelled, and what else is worth a look. The
 * first to start and the last to stop. Safe for use by many threads.
 */
final class Heart {
    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    private final NodeRegistry registry;
    private final Membership membership;
    private final HeldAttempts held;
    private final Function<NodeId, Registration> registration;
    private final Duration interval;
    private final Consumer<Set<Bell>> seen;
    private final Loop loop;

    /** @param seen is told, after each heartbeat, what that found */
    Heart(
            NodeRegistry registry,
            Membership membership,
            HeldAttempts held,
            Function<NodeId, Registration> registration,
            Duration interval,
            Consumer<Set<Bell>> seen) {
        this.registry = registry;
        this.membership = membership;
        this.held = held;
        this.registration = registration;
        this.interval = interval;
        this.seen = seen;
        this.loop = new Loop("heartbeat", Duration.ZERO, this::beat, membership.outage());
    }

    /** Registers the node, on the calling thread, so that it is known before its first claim; then beats. */
    void start() {
        register(membership.id());
        loop.start();
    }

    /** Beats now: somebody may have cancelled a job of ours. */
    void beatNow() {
        loop.wake();
    }

    /** The last heartbeat: the node is forgotten. */
    void stop(Duration longest) {
        loop.stop();
        loop.join(longest);
        try {
            registry.deregister(membership.id());
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("node", membership.id())
                    .setCause(e)
                    .log("The last heartbeat did not reach the store: others will take this node for dead in a while");
        }
    }

    private Duration beat() {
        long before = System.nanoTime();
        Heartbeat answer = registry.heartbeat(membership.id());
        if (!answer.known()) {
            startAnew();
            return interval;
        }
        renewed(before);
        for (Lease lease : answer.cancelRequested()) {
            held.stop(lease, StopReason.CANCELLED);
        }
        seen.accept(answer.found());
        return interval;
    }

    private void startAnew() {
        NodeId old = membership.id();
        held.stopAll(StopReason.RELEASED);
        NodeId fresh = membership.startAnew();
        LOG.atWarn()
                .addKeyValue("node", fresh)
                .log("Node {} was taken for dead and its jobs were given to others; it goes on as node {}", old, fresh);
        register(fresh);
    }

    private void register(NodeId id) {
        long before = System.nanoTime();
        registry.register(registration.apply(id));
        renewed(before);
    }

    private void renewed(long atNanos) {
        if (membership.renewedAt(atNanos)) {
            LOG.atInfo()
                    .addKeyValue("node", membership.id())
                    .log("The store answers again: this node claims jobs again");
        }
    }
}
