package io.runasjob.worker;

import io.runasjob.job.Lease;
import io.runasjob.job.Progress;
import io.runasjob.loop.Loop;
import io.runasjob.spi.JobLeases;
import io.runasjob.spi.ProgressUpdate;
import java.time.Duration;
import java.util.ArrayList;
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
    private final Loop loop = new Loop("progress", AT_LEAST, this::write);

    ProgressWriter(JobLeases store) {
        this.store = store;
    }

    void start() {
        loop.start();
    }

    void stop(Duration longest) throws InterruptedException {
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
    void flush(Iterable<HeldAttempt> attempts) {
        Map<HeldAttempt, Progress> unstored = new HashMap<>();
        for (HeldAttempt attempt : attempts) {
            Progress newest = attempt.tracker().unstored();
            if (newest != null) {
                unstored.put(attempt, newest);
            }
        }
        if (!unstored.isEmpty()) {
            store(unstored);
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

    private void store(Map<HeldAttempt, Progress> unstored) {
        List<ProgressUpdate> updates = new ArrayList<>();
        unstored.forEach((attempt, progress) -> updates.add(new ProgressUpdate(attempt.lease(), progress)));
        Set<Lease> written = store.saveProgress(updates);
        unstored.forEach((attempt, progress) -> {
            attempt.tracker().stored(progress);
            if (!written.contains(attempt.lease())) {
                attempt.stop(StopReason.RELEASED);
            }
        });
    }
}
