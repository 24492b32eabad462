package io.runasjob.worker;

import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.loop.Outage;
import java.time.Duration;

/**
 * This node's own view of whether it is alive: its id, when the store last renewed it, whether it is fenced, whether the store
 * answers. Only the monotonic clock is used, and only to stop in time. Safe for use by many threads.
 */
final class Membership {
    private final long fenceAfterNanos;
    private final Outage outage = new Outage(this::id, StoreUnavailableException.class::isInstance);
    private NodeId id = NodeId.random();
    private long renewed = System.nanoTime();
    private boolean fenced;

    /** @param deadAfter how long after its last heartbeat others take a node for dead; it stops after two thirds of that */
    Membership(Duration deadAfter) {
        this.fenceAfterNanos = deadAfter.toNanos() / 3 * 2;
    }

    synchronized NodeId id() {
        return id;
    }

    /** Whether the store answers; every loop of this node that needs the store reports there. */
    Outage outage() {
        return outage;
    }

    /** Whether the node may take new leases: it is not fenced, and was renewed recently enough. */
    synchronized boolean mayClaim() {
        return !fenced && !overdue();
    }

    /** Fences the node when it was not renewed in time; true when this call did it. */
    synchronized boolean fenceIfOverdue() {
        boolean fencing = !fenced && overdue();
        fenced |= fencing;
        return fencing;
    }

    /** The store has renewed the node; true when that ends a fence. */
    synchronized boolean renewedAt(long nanos) {
        boolean wasFenced = fenced;
        renewed = nanos;
        fenced = false;
        return wasFenced;
    }

    /** Others took the node for dead: it goes on as another one, fenced until the store knows that one. */
    synchronized NodeId startAnew() {
        id = NodeId.random();
        fenced = true;
        return id;
    }

    /** Whether a new lease is this node's own: it came in the node's present name, and the node is not fenced. */
    synchronized boolean holds(Lease lease) {
        return lease.node().equals(id) && mayClaim();
    }

    private boolean overdue() {
        return System.nanoTime() - renewed > fenceAfterNanos;
    }
}
