package io.runasjob;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.StoreClosedException;
import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.WakeUp.Bell;
import io.runasjob.spi.WakeUp.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ends of jobs on behalf of all handles of this JVM: one look at the store for all of them, when the bell rings
 * or a poll is due. Polls slow down from 5 ms to half a second, or to 2 s where the bell is heard across JVMs. Safe for use
 * by many threads.
 */
final class Awaiter {
    private static final Duration FASTEST = Duration.ofMillis(5);
    private static final Duration SLOWEST = Duration.ofMillis(500);
    private static final Duration SLOWEST_WITH_BELL = Duration.ofSeconds(2);
    private static final int MOST_IDS = 1_000;

    private final JobStore store;
    private final Map<JobId, List<CompletableFuture<Job>>> waiting = new ConcurrentHashMap<>();
    private final Loop loop;
    private @Nullable Subscription bell;
    private volatile Duration poll = FASTEST;
    private volatile boolean closed;

    Awaiter(JobStore store, Outage outage) {
        this.store = store;
        this.loop = new Loop("awaiter", Duration.ofMillis(1), this::look, outage);
    }

    void start() {
        bell = store.wakeUp().listen(rung -> {
            if (rung == Bell.FINISHED && !waiting.isEmpty()) {
                loop.wake();
            }
        });
        loop.start();
    }

    void stop() {
        closed = true;
        if (bell != null) {
            bell.close();
        }
        loop.stop();
        loop.join(Duration.ofSeconds(2));
        waiting.values().forEach(futures -> futures.forEach(this::breakOff));
    }

    /** Completes with the job once it has ended. */
    CompletableFuture<Job> finished(JobId id) {
        CompletableFuture<Job> future = new CompletableFuture<>();
        waiting.merge(id, List.of(future), Awaiter::plus);
        poll = FASTEST;
        loop.wake();
        if (closed) {
            breakOff(future);
        }
        return future;
    }

    /** Nobody waits for this future any more. */
    void forget(JobId id, CompletableFuture<Job> future) {
        future.cancel(false);
        waiting.computeIfPresent(id, (key, futures) -> open(futures));
    }

    private Duration look() {
        if (waiting.isEmpty()) {
            return Loop.UNTIL_WOKEN;
        }
        List<JobId> ids = List.copyOf(waiting.keySet());
        for (int from = 0; from < ids.size(); from += MOST_IDS) {
            lookAt(ids.subList(from, Math.min(ids.size(), from + MOST_IDS)));
        }
        return nextPoll();
    }

    private void lookAt(List<JobId> ids) {
        for (Job job : store.find(ids)) {
            if (job.status().isFinished()) {
                complete(job);
            }
        }
    }

    private void complete(Job job) {
        List<CompletableFuture<Job>> futures = waiting.remove(job.id());
        if (futures != null) {
            futures.forEach(future -> future.complete(job));
        }
    }

    private Duration nextPoll() {
        Duration present = poll;
        Duration slowest = store.wakeUp().reachesOtherJvms() ? SLOWEST_WITH_BELL : SLOWEST;
        Duration next = present.multipliedBy(3).dividedBy(2);
        poll = next.compareTo(slowest) < 0 ? next : slowest;
        return present;
    }

    private void breakOff(CompletableFuture<Job> future) {
        future.completeExceptionally(new StoreClosedException("job service"));
    }

    private static List<CompletableFuture<Job>> plus(
            List<CompletableFuture<Job>> some, List<CompletableFuture<Job>> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static @Nullable List<CompletableFuture<Job>> open(List<CompletableFuture<Job>> some) {
        List<CompletableFuture<Job>> open =
                some.stream().filter(future -> !future.isDone()).toList();
        return open.isEmpty() ? null : open;
    }
}
