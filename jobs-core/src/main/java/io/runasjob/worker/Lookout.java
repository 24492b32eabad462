package io.runasjob.worker;

import io.runasjob.loop.Loop;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sees to it that this node notices in time what no bell told it: jobs that wait, jobs that are due, nodes that died. Each
 * heartbeat is a look, and as a rule enough where the bell is heard across JVMs. Where it is not, the lookout looks between
 * them, so that there is a look every one and a half seconds. One look serves all loops of the node, which wait meanwhile. Safe
 * for use by many threads.
 */
final class Lookout {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1_500);

    /** For nodes whose heart beats more slowly than that. */
    private static final Duration BETWEEN_LOOKS_WITH_BELL = Duration.ofSeconds(30);

    private final JobStore store;
    private final Membership membership;
    private final Consumer<Bell> found;
    private final Loop loop;
    private volatile long lastLook = System.nanoTime();

    /** @param found is told of each thing that a look found, on the thread of the look; returns at once */
    Lookout(JobStore store, Membership membership, Consumer<Bell> found) {
        this.store = store;
        this.membership = membership;
        this.found = found;
        this.loop = new Loop("lookout", Duration.ZERO, this::lookIfDue, membership.outage());
    }

    void start() {
        loop.start();
    }

    void stop(Duration longest) {
        loop.stop();
        loop.join(longest);
    }

    /** This is what a look at the store has just found, a heartbeat's or our own. */
    void seen(Set<Bell> bells) {
        lastLook = System.nanoTime();
        bells.forEach(found);
    }

    /** Never waits for long: the bell may cease to be heard meanwhile. */
    private Duration lookIfDue() {
        Duration pause = store.wakeUp().reachesOtherJvms() ? BETWEEN_LOOKS_WITH_BELL : BETWEEN_LOOKS;
        Duration left = pause.minusNanos(System.nanoTime() - lastLook);
        if (left.isNegative() || left.isZero()) {
            seen(store.look(membership.id()));
            return BETWEEN_LOOKS;
        }
        return left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS;
    }
}
