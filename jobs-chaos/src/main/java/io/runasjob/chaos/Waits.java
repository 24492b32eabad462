package io.runasjob.chaos;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How the controller lets time pass: faults take time, and processes tell nothing but by their logs. */
final class Waits {
    private static final long LOOK_MILLIS = 20;

    private Waits() {}

    static void pass(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    /** Looks again and again; false when it did not come true in time. */
    static boolean until(BooleanSupplier condition, long longestMillis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longestMillis);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pass(LOOK_MILLIS);
        }
        return true;
    }
}
