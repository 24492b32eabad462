package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.Lease;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All attempts that this node holds, waiting in a lane or running. Safe for use by many threads. */
final class HeldAttempts {
    private final ConcurrentMap<JobId, HeldAttempt> held = new ConcurrentHashMap<>();

    private final Set<JobId> expected = ConcurrentHashMap.newKeySet();

    private final Consumer<HeldAttempt> onProgress;

    /** @param onProgress told when an attempt has something new to say about its progress */
    HeldAttempts(Consumer<HeldAttempt> onProgress) {
        this.onProgress = onProgress;
    }

    /**
     * Holds the attempt of a job that was leased to this node. An older attempt of the job that still runs here is stale, or
     * the store would not have leased the job again: it is stopped.
     */
    HeldAttempt hold(Job job) {
        Lease lease = job.lease().orElseThrow(() -> new IllegalArgumentException(job + " is not leased"));
        HeldAttempt attempt = new HeldAttempt(job, lease, onProgress);
        HeldAttempt stale = held.put(lease.job(), attempt);
        if (stale != null) {
            stale.stop(StopReason.RELEASED);
        }
        expected.remove(lease.job());
        return attempt;
    }

    /** A lease of this job is being asked for: until {@link #hold} or {@link #unexpect} it is not an orphan. */
    void expect(JobId job) {
        expected.add(job);
    }

    void unexpect(JobId job) {
        expected.remove(job);
    }

    /** Whether the store may rightly say that this node holds this lease. */
    boolean knows(Lease lease) {
        HeldAttempt attempt = held.get(lease.job());
        return expected.contains(lease.job())
                || (attempt != null && attempt.lease().equals(lease));
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
