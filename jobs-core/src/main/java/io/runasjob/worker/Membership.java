package io.runasjob.worker;

import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import java.time.Duration;

/**
 * This node's own view of whether it is alive: its id, when the store last renewed it, whether it is fenced, whether the store
 * answers. Only the monotonic clock is used, and only to stop in time. Safe for use by many threads.
 */
final class Membership {
    /** Within this time after an outage each living node has tried again. */
    private static final long ALL_ARE_BACK_NANOS =
            Loop.LONGEST_BACKOFF.multipliedBy(3).dividedBy(2).toNanos();

    private final long fenceAfterNanos;
    private final long longestGapNanos;
    private final Outage outage = new Outage(this::id, StoreUnavailableException.class::isInstance);
    private NodeId id = NodeId.random();
    private long renewed = System.nanoTime();
    private boolean fenced;
    private long steadyFrom;

    /** @param deadAfter how long after its last heartbeat others take a node for dead; it stops after two thirds of that */
    Membership(Duration deadAfter) {
        this.fenceAfterNanos = deadAfter.toNanos() / 3 * 2;
        this.longestGapNanos = deadAfter.toNanos() / 2;
        this.steadyFrom = renewed + Math.min(ALL_ARE_BACK_NANOS, deadAfter.toNanos() / 3);
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
        if (nanos - renewed > longestGapNanos) {
            steadyFrom = nanos + ALL_ARE_BACK_NANOS;
        }
        renewed = nanos;
        fenced = false;
        return wasFenced;
    }

    /**
     * Whether this node heard from the store all along, so that it may judge others by their silence: after an outage, and
     * when this node begins, the living get time to be heard first.
     */
    synchronized boolean isSteady(long nowNanos) {
        return nowNanos - renewed <= longestGapNanos && nowNanos - steadyFrom >= 0;
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
