package io.runasjob.worker;

import io.runasjob.loop.Loop;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the monotonic clock every {@value #TICK_MILLIS} ms: interrupts attempts whose timeout strikes, fences the node
 * when its lease runs out, and has attempts ended that no thread works on any more. It never talks to the store, so no store can
 * hold it up. Safe for use by many threads.
 *
 * <p>An attempt that goes on for 10 s after its timeout is ended without waiting for its thread, which keeps its place as a
 * busy worker until the handler returns.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int TICK_MILLIS = 50;
    private static final long STUBBORN_NANOS = Duration.ofSeconds(10).toNanos();

    private final Membership membership;
    private final HeldAttempts held;
    private final Consumer<HeldAttempt> onStubborn;
    private final Consumer<HeldAttempt> onBroken;
    private final Loop loop = new Loop("watch", Duration.ZERO, this::look);

    /**
     * @param onStubborn ends an attempt whose handler does not react to its timeout
     * @param onBroken ends an attempt that broke off in our own code, which may have ended since; it is told until it has
     */
    Watch(Membership membership, HeldAttempts held, Consumer<HeldAttempt> onStubborn, Consumer<HeldAttempt> onBroken) {
        this.membership = membership;
        this.held = held;
        this.onStubborn = onStubborn;
        this.onBroken = onBroken;
    }

    void start() {
        loop.start();
    }

    void stop(Duration longest) {
        loop.stop();
        loop.join(longest);
    }

    private Duration look() {
        fenceIfOverdue();
        long now = System.nanoTime();
        for (HeldAttempt attempt : held.all()) {
            checkTimeout(attempt, now);
            if (attempt.brokenBy() != null) {
                onBroken.accept(attempt);
            }
        }
        return Duration.ofMillis(TICK_MILLIS);
    }

    private void fenceIfOverdue() {
        if (membership.fenceIfOverdue()) {
            LOG.atWarn()
                    .addKeyValue("node", membership.id())
                    .log("No heartbeat succeeded for two thirds of the lease: running jobs are interrupted and let go,"
                            + " claims wait until the store answers");
            held.stopAll(StopReason.RELEASED);
        }
    }

    private void checkTimeout(HeldAttempt attempt, long now) {
        long deadline = attempt.deadline();
        if (deadline == Long.MAX_VALUE || now - deadline < 0) {
            return;
        }
        attempt.stop(StopReason.TIMED_OUT);
        if (now - deadline > STUBBORN_NANOS) {
            onStubborn.accept(attempt);
        }
    }
}
