package io.runasjob.jdbc;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Keeps attempts apart by half a second to a second, at random, so that the nodes of a database that comes back do not knock
 * all at once. The first is free, and so is one long after the last. Times are those of {@link System#nanoTime()}; for one
 * thread.
 */
final class AttemptPace {
    static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    static final long SPREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final DoubleSupplier random;
    private long notBefore;

    /**
     * Nothing was tried yet.
     *
     * @param random gives numbers from 0 to 1
     */
    AttemptPace(long now, DoubleSupplier random) {
        this.random = random;
        notBefore = now;
    }

    void attempted(long now) {
        notBefore = now + LEAST_NANOS + (long) (SPREAD_NANOS * random.getAsDouble());
    }

    /** How long until the next attempt, 0 when it may be made. */
    long nanosToWait(long now) {
        return Math.max(0, notBefore - now);
    }
}
