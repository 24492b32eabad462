package io.runasjob.loop;

import java.time.Duration;

/** Short waits that go on when their thread is interrupted, so that what stops is stopped in order. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** One wait of a limited time. */
    @FunctionalInterface
    public interface Wait {
        /**
         * Waits for a condition.
         *
         * @param millis how long at most, 1 or more
         * @return whether the condition holds
         */
        boolean upTo(long millis) throws InterruptedException;
    }

    /**
     * Waits until the condition holds or the time is up. An interrupt meanwhile is kept for the caller.
     *
     * @return whether the condition holds
     */
    public static boolean await(Duration longest, Wait wait) {
        long end = System.nanoTime() + longest.toNanos();
        long left = longest.toNanos();
        boolean interrupted = false;
        boolean holds = false;
        while (!holds && left > 0) {
            try {
                holds = wait.upTo(Math.max(1, left / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = end - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return holds;
    }
}
