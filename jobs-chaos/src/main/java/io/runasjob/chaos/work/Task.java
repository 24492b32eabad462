package io.runasjob.chaos.work;

import io.runasjob.job.JobContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a handler has to do.
 *
 * @param millis how long it takes
 * @param failures how many attempts fail on purpose before one goes well
 * @param deaf whether it ignores interrupts, and so goes on after its lease is lost
 * @param parent whether it submits another job first, if it is a plain one
 */
record Task(int millis, int failures, boolean deaf, boolean parent) {

    /** Takes its time, then fails or returns. */
    void run(JobContext job) throws InterruptedException {
        if (deaf) {
            takeTimeWhateverComes();
        } else {
            never().await(millis, TimeUnit.MILLISECONDS);
        }
        if (job.job().run().failures() < failures) {
            throw new IllegalStateException("on purpose");
        }
    }

    private void takeTimeWhateverComes() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            try {
                never().await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static CountDownLatch never() {
        return new CountDownLatch(1);
    }
}
