package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.Lease;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All attempts that this node holds, waiting in a lane or running. Safe for use by many threads. */
final class HeldAttempts {
    private final ConcurrentMap<JobId, HeldAttempt> held = new ConcurrentHashMap<>();

    /** What calls under way may lease to this node; each call is itself only. */
    private final Queue<Expected> expected = new ConcurrentLinkedQueue<>();

    private final Consumer<HeldAttempt> onProgress;
    private final HeldAttempt.Completer completer;

    /**
     * @param onProgress told when an attempt has something new to say about its progress
     * @param completer ends attempts inside transactions of their handlers
     */
    HeldAttempts(Consumer<HeldAttempt> onProgress, HeldAttempt.Completer completer) {
        this.onProgress = onProgress;
        this.completer = completer;
    }

    /**
     * Holds the attempt of a job that was leased to this node. An older attempt of the job that still runs here is stale, or
     * the store would not have leased the job again: it is stopped.
     */
    HeldAttempt hold(Job job) {
        Lease lease = job.lease().orElseThrow(() -> new IllegalArgumentException(job + " is not leased"));
        HeldAttempt attempt = new HeldAttempt(job, lease, onProgress, completer);
        HeldAttempt stale = held.put(lease.job(), attempt);
        if (stale != null) {
            stale.stop(StopReason.RELEASED);
        }
        return attempt;
    }

    /** The jobs of one call. */
    static final class Expected {
        private final List<JobId> jobs;

        private Expected(List<JobId> jobs) {
            this.jobs = jobs;
        }
    }

    /** Leases of these jobs are being asked for: until {@link #unexpect} none of them is an orphan. */
    Expected expect(List<JobId> jobs) {
        Expected call = new Expected(jobs);
        expected.add(call);
        return call;
    }

    /** The call has ended, and what it brought is held; calling it again does nothing. */
    void unexpect(Expected call) {
        expected.remove(call);
    }

    /** Whether the store may rightly say that this node holds this lease. */
    boolean knows(Lease lease) {
        // in this order: what is no longer expected is held by then
        boolean isExpected = expected.stream().anyMatch(call -> call.jobs.contains(lease.job()));
        HeldAttempt attempt = held.get(lease.job());
        return isExpected || (attempt != null && attempt.lease().equals(lease));
    }

    synchronized void removeAll(Collection<HeldAttempt> attempts) {
        attempts.forEach(attempt -> held.remove(attempt.lease().job(), attempt));
        notifyAll();
    }

    /** Waits until nothing is held; false when the time was up before. */
    synchronized boolean awaitEmpty(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        long left = end - System.nanoTime();
        while (!held.isEmpty() && left > 0) {
            wait(Math.max(1, left / 1_000_000));
            left = end - System.nanoTime();
        }
        return held.isEmpty();
    }

    @Nullable
    HeldAttempt find(JobId job) {
        return held.get(job);
    }

    /** Asks an attempt to stop, if it is held here; leases of other attempts of the same job are left alone. */
    void stop(Lease lease, StopReason why) {
        HeldAttempt attempt = held.get(lease.job());
        if (attempt != null && attempt.lease().equals(lease)) {
            attempt.stop(why);
        }
    }

    void stopAll(StopReason why) {
        held.values().forEach(attempt -> attempt.stop(why));
    }

    Collection<HeldAttempt> all() {
        return Collections.unmodifiableCollection(held.values());
    }
}
