package io.runasjob.worker;

import io.runasjob.job.JobId;
import io.runasjob.job.Lease;
import io.runasjob.job.Progress;
import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import io.runasjob.spi.JobLeases;
import io.runasjob.spi.ProgressUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stores the newest progress of running attempts, all in one call, at most four times a second. Safe for many threads. */
final class ProgressWriter {
    private static final Duration AT_LEAST = Duration.ofMillis(250);

    private final JobLeases store;
    private final Set<HeldAttempt> changed = ConcurrentHashMap.newKeySet();
    private final Loop loop;

    ProgressWriter(JobLeases store, Outage outage) {
        this.store = store;
        this.loop = new Loop("progress", AT_LEAST, this::write, outage);
    }

    void start() {
        loop.start();
    }

    void stop(Duration longest) {
        loop.stop();
        loop.join(longest);
    }

    /** The attempt has said something new. */
    void changed(HeldAttempt attempt) {
        if (changed.add(attempt)) {
            loop.wake();
        }
    }

    /** Stores what these attempts said last, before they end. */
    void flush(Collection<HeldAttempt> attempts) {
        if (attempts.stream().anyMatch(attempt -> attempt.tracker().unstored() != null)) {
            storeInTurn(attempts);
        }
    }

    /** One call at a time, so that an older value never comes last. */
    private synchronized void storeInTurn(Collection<HeldAttempt> attempts) {
        Map<JobId, Unstored> unstored = new HashMap<>();
        for (HeldAttempt attempt : attempts) {
            Progress newest = attempt.tracker().unstored();
            if (newest != null) {
                unstored.merge(attempt.id(), new Unstored(attempt, newest), Unstored::later);
            }
        }
        if (!unstored.isEmpty()) {
            store(unstored.values());
        }
    }

    private record Unstored(HeldAttempt attempt, Progress progress) {
        Lease lease() {
            return attempt.lease();
        }

        /** Of two attempts of one job the earlier is stale. */
        Unstored later(Unstored other) {
            return other.lease().attempt() > lease().attempt() ? other : this;
        }
    }

    private Duration write() {
        List<HeldAttempt> batch = new ArrayList<>(changed);
        batch.forEach(changed::remove);
        try {
            flush(batch);
        } catch (RuntimeException e) {
            changed.addAll(batch);
            throw e;
        }
        return Loop.UNTIL_WOKEN;
    }

    private void store(Collection<Unstored> all) {
        List<ProgressUpdate> updates = all.stream()
                .map(one -> new ProgressUpdate(one.lease(), one.progress()))
                .toList();
        Set<Lease> written = store.saveProgress(updates);
        for (Unstored one : all) {
            one.attempt().tracker().stored(one.progress());
            if (!written.contains(one.lease())) {
                one.attempt().stop(StopReason.RELEASED);
            }
        }
    }
}
