package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.job.JobCancelledException;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobLog;
import io.runasjob.job.Lease;
import io.runasjob.job.ProgressReporter;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.FencedAttempt;
import io.runasjob.spi.StoreTransaction;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt that this node holds, waiting in a lane or running, and what its handler sees of it. Safe for use by many
 * threads.
 */
final class HeldAttempt implements JobContext, FencedAttempt {
    private final Job job;
    private final Lease lease;
    private final ProgressTracker progress;
    private final JobLog log;
    private final Completer completer;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Driver> driver = new AtomicReference<>(Driver.WORKER);
    private @Nullable Thread thread;
    private @Nullable StopReason reason;
    private boolean begun;
    private volatile long deadline = Long.MAX_VALUE;
    private @Nullable Thread shielded;
    private volatile @Nullable Completion completion;
    private volatile @Nullable Throwable refusal;
    private volatile @Nullable Throwable brokenBy;

    /** Ends an attempt inside a transaction of its handler's. */
    @FunctionalInterface
    interface Completer {
        void complete(HeldAttempt attempt, StoreTransaction transaction, @Nullable Object result);
    }

    /**
     * How the attempt ended inside a transaction of its handler's.
     *
     * @param end as it is stored
     * @param result what the handler gave
     */
    record Completion(AttemptEnd.Completed end, @Nullable Object result) {}

    /** Who moves an attempt on; one at a time, so that no two end it against each other. */
    private enum Driver {
        /** A worker of a lane. */
        WORKER,
        /** Whoever took its lease by hand, step by step. */
        CALLER,
        /** Code that the caller handed over. */
        CODE
    }

    HeldAttempt(Job job, Lease lease, Consumer<HeldAttempt> onProgress, Completer completer) {
        this.job = job;
        this.lease = lease;
        this.progress = new ProgressTracker(job.progress(), () -> onProgress.accept(this));
        this.log = new Slf4jJobLog(job, lease);
        this.completer = completer;
    }

    Lease lease() {
        return lease;
    }

    /** From now on the attempt is moved on by whoever took its lease by hand. */
    void giveToCaller() {
        driver.set(Driver.CALLER);
    }

    /** From now on code of the caller's ends the attempt; false when its caller does not drive it, or not any more. */
    boolean giveToCode() {
        return driver.compareAndSet(Driver.CALLER, Driver.CODE);
    }

    boolean isDrivenByCaller() {
        return driver.get() == Driver.CALLER;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public ProgressReporter progress() {
        return progress;
    }

    ProgressTracker tracker() {
        return progress;
    }

    @Override
    public JobLog log() {
        return log;
    }

    @Override
    public boolean isCancelled() {
        return reason() != null;
    }

    @Override
    public void throwIfCancelled() {
        if (isCancelled()) {
            throw new JobCancelledException(job.id());
        }
    }

    /** Asks the attempt to stop, and interrupts it when it runs. Only the first reason counts. */
    synchronized void stop(StopReason why) {
        if (reason == null) {
            reason = why;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Stops an attempt that has not begun; false when it has. */
    synchronized boolean stopUnlessBegun(StopReason why) {
        if (!begun) {
            stop(why);
        }
        return !begun;
    }

    synchronized @Nullable StopReason reason() {
        return reason;
    }

    /** From now on {@link #stop} interrupts the present thread, and the timeout runs; false when it was stopped before. */
    synchronized boolean begin(long nowNanos) {
        if (reason != null) {
            return false;
        }
        begun = true;
        thread = Thread.currentThread();
        job.spec().limits().timeout().ifPresent(timeout -> deadline = nowNanos + saturated(timeout));
        return true;
    }

    /** From now on nobody interrupts the present thread any more, and it is not interrupted. */
    synchronized void leave() {
        thread = null;
        deadline = Long.MAX_VALUE;
        boolean late = Thread.interrupted();
        if (late && reason == null) {
            Thread.currentThread().interrupt();
        }
    }

    /** When the timeout strikes, by {@link System#nanoTime}; {@link Long#MAX_VALUE} for never. */
    long deadline() {
        return deadline;
    }

    synchronized StackTraceElement[] stack() {
        return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    }

    @Override
    public void complete(StoreTransaction transaction, @Nullable Object result) {
        completer.complete(this, transaction, result);
    }

    /** From now on nobody interrupts the handler: its end is about to be committed, and an interrupt might cut that off. */
    synchronized void shield() {
        shielded = thread;
        thread = null;
        if (reason != null && Thread.currentThread().equals(shielded)) {
            Thread.interrupted();
        }
    }

    /** The end could not be committed: the handler goes on, but its return alone is no success any more. */
    synchronized void goOn(Throwable why) {
        refusal = why;
        ended.set(false);
        thread = shielded;
        if (reason != null && thread != null) {
            thread.interrupt();
        }
    }

    /** The end is committed. */
    void completed(AttemptEnd.Completed end, @Nullable Object result) {
        refusal = null;
        completion = new Completion(end, result);
    }

    /** How the attempt ended inside a transaction of its handler's, or null when it did not. */
    @Nullable
    Completion completion() {
        return completion;
    }

    /** Why the attempt did not end inside a transaction though its handler wanted that, or null. */
    @Nullable
    Throwable refusal() {
        return refusal;
    }

    boolean hasEnded() {
        return ended.get();
    }

    /** Claims the right to give this attempt its one end; true for the first caller only. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    /** Who claimed the right to end this attempt could not do so: somebody else may. */
    void notEnded() {
        ended.set(false);
    }

    /**
     * No thread works on this attempt any more, though it has no end: {@link Watch} sees to it. Takes no memory, which may be
     * short.
     */
    void breakOff(Throwable why) {
        brokenBy = why;
    }

    /** Why our own code gave up on this attempt, or null. */
    @Nullable
    Throwable brokenBy() {
        return brokenBy;
    }

    private static long saturated(Duration duration) {
        return duration.compareTo(Duration.ofDays(3650)) > 0
                ? Duration.ofDays(3650).toNanos()
                : duration.toNanos();
    }
}
