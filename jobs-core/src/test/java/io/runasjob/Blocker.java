package io.runasjob;

import io.runasjob.job.JobContext;
import io.runasjob.job.JobHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A handler that says when it begins, and goes on until it is told to end. */
final class Blocker implements JobHandler<String, String> {
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore interrupted = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private final boolean stubborn;

    private Blocker(boolean stubborn) {
        this.stubborn = stubborn;
    }

    /** Ends when it is interrupted. */
    static Blocker obedient() {
        return new Blocker(false);
    }

    /** Goes on when it is interrupted. */
    static Blocker stubborn() {
        return new Blocker(true);
    }

    @Override
    public String handle(String word, JobContext job) throws InterruptedException {
        begun.release();
        while (released.getCount() > 0) {
            awaitRelease();
        }
        return word + " by attempt " + job.attempt();
    }

    private void awaitRelease() throws InterruptedException {
        try {
            released.await();
        } catch (InterruptedException e) {
            interrupted.release();
            if (!stubborn) {
                throw e;
            }
        }
    }

    /** One more run of it has begun. */
    void awaitBegun() throws InterruptedException {
        await(begun, "begin");
    }

    /** One more run of it was interrupted. */
    void awaitInterrupted() throws InterruptedException {
        await(interrupted, "interrupt");
    }

    int begunRuns() {
        return begun.availablePermits();
    }

    /** All runs end, now and later. */
    void release() {
        released.countDown();
    }

    private static void await(Semaphore signal, String what) throws InterruptedException {
        if (!signal.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("No " + what + " within 20 s");
        }
    }
}
