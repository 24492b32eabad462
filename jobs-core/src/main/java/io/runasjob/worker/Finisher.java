package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.job.JobError;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.Outcome;
import io.runasjob.job.StoreClosedException;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import io.runasjob.loop.Uninterrupted;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the ends of attempts, as many in one commit as have gathered while the one before was under way (natural group
 * commit): one commit of latency when idle, large batches under load. Ends wait in memory while the store is away. Safe for
 * use by many threads.
 */
final class Finisher {
    private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);
    private static final int MOST = 1_000;

    private final JobStore store;
    private final HeldAttempts held;
    private final ProgressWriter progress;
    private final Queue<Ending> queue = new ConcurrentLinkedQueue<>();
    private final Loop loop;
    private final List<Ending> batch = new ArrayList<>();
    private final Map<Lease, CompletableFuture<Boolean>> unanswered = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private boolean unsure;

    private record Ending(HeldAttempt attempt, AttemptEnd end) {}

    Finisher(JobStore store, HeldAttempts held, ProgressWriter progress, Outage outage) {
        this.store = store;
        this.held = held;
        this.progress = progress;
        this.loop = new Loop("finisher", Duration.ZERO, this::flush, outage);
    }

    void start() {
        loop.start();
    }

    /** Ends the loop once everything is stored, or the time is up; who waits for an end that is not stored is told. */
    void stop(Duration longest) {
        Uninterrupted.await(longest, held::awaitEmpty);
        loop.stop();
        loop.join(longest);
        stopped = true;
        unanswered.values().forEach(answer -> answer.complete(false));
    }

    /** Takes over the end of an attempt; a second end of the same attempt is dropped. */
    void finish(HeldAttempt attempt, AttemptEnd end) {
        Ending ending = new Ending(attempt, end);
        if (attempt.end()) {
            add(ending);
        }
    }

    /** The attempt goes back to its queue and spends no retry. */
    void release(HeldAttempt attempt) {
        finish(attempt, new AttemptEnd.Released(attempt.lease()));
    }

    /**
     * Like {@link #finish}; completes with true when it is stored that the attempt ended so, with false when it was no longer
     * ours.
     */
    CompletableFuture<Boolean> finishAndTell(HeldAttempt attempt, AttemptEnd end) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        if (attempt.end()) {
            unanswered.put(attempt.lease(), answer);
            add(new Ending(attempt, end));
        } else {
            answer.complete(attempt.completion() != null);
        }
        if (stopped) {
            answer.complete(false);
        }
        return answer;
    }

    private void add(Ending ending) {
        try {
            queue.add(ending);
        } catch (OutOfMemoryError e) {
            ending.attempt.notEnded();
            throw e;
        }
        loop.wake();
    }

    /** An end was committed by the handler's own transaction: tells whoever waits, as if it had been stored here. */
    void wasStored(HeldAttempt attempt, AttemptEnd end) {
        Ending ending = new Ending(attempt, end);
        held.removeAll(List.of(attempt));
        tell(ending, true);
        ring(List.of(ending));
    }

    private Duration flush() {
        gather();
        if (batch.isEmpty()) {
            return Loop.UNTIL_WOKEN;
        }
        store();
        return queue.isEmpty() ? Loop.UNTIL_WOKEN : Duration.ZERO;
    }

    /** Fills the batch, with one end for each job: a stale attempt and its successor may end here at the same time. */
    private void gather() {
        Set<JobId> jobs =
                batch.stream().map(ending -> ending.attempt.id()).collect(Collectors.toCollection(HashSet::new));
        Ending next = queue.peek();
        while (next != null && batch.size() < MOST && jobs.add(next.attempt.id())) {
            batch.add(next);
            queue.remove();
            next = queue.peek();
        }
    }

    /** Stores the batch, or throws and keeps it for the next round. */
    private void store() {
        try {
            progress.flush(batch.stream().map(Ending::attempt).toList());
            List<AttemptEnd> ends = batch.stream().map(Ending::end).toList();
            Set<Lease> written = store.finish(ends);
            settle(List.copyOf(batch), unsure ? withWrittenBefore(ends, written) : written);
            unsure = false;
        } catch (StoreUnavailableException | StoreClosedException | Error e) {
            unsure = true;
            throw e;
        } catch (RuntimeException e) {
            unsure = true;
            LOG.atWarn().setCause(e).log("The store refused {} ends at once: each is stored alone", batch.size());
            storeEach();
        }
    }

    /** One end that the store cannot take must not hold up the others: it fails its job instead. */
    private void storeEach() {
        for (Ending ending : List.copyOf(batch)) {
            settle(List.of(ending), withWrittenBefore(List.of(ending.end), storeAlone(ending)));
        }
        unsure = false;
    }

    private Set<Lease> storeAlone(Ending ending) {
        try {
            return store.finish(List.of(ending.end));
        } catch (StoreUnavailableException | StoreClosedException e) {
            throw e;
        } catch (RuntimeException e) {
            JobError error = Errors.describe(e, JobError.Kind.SYSTEM);
            return store.finish(List.of(new AttemptEnd.Failed(ending.end.lease(), Outcome.FAILED, error)));
        }
    }

    /**
     * An earlier try failed after it may have committed: an end that is refused now was written then, if the job stands where
     * that end put it, or may have led since, and nobody claimed it since.
     */
    private Set<Lease> withWrittenBefore(List<AttemptEnd> ends, Set<Lease> written) {
        List<AttemptEnd> refused =
                ends.stream().filter(end -> !written.contains(end.lease())).toList();
        if (refused.isEmpty()) {
            return written;
        }
        Set<Lease> before = new HashSet<>(written);
        for (Job job : store.find(refused.stream().map(end -> end.lease().job()).toList())) {
            refused.stream()
                    .filter(end -> job.lease().equals(Optional.of(end.lease())))
                    .filter(end -> mayStandAfter(end, job.status()))
                    .forEach(end -> before.add(end.lease()));
        }
        return before;
    }

    /** A job that waits may have been cancelled, in the same statement or since, or its time may have come. */
    private static boolean mayStandAfter(AttemptEnd end, JobStatus status) {
        boolean ledFurther = status == JobStatus.CANCELLED || status == JobStatus.PENDING;
        return status == end.status() || (end.status().isWaiting() && ledFurther);
    }

    /**
     * The first of the batch are settled. What has ended is let go before anybody is told, so that nobody who was told finds
     * it here.
     */
    private void settle(List<Ending> settled, Set<Lease> written) {
        held.removeAll(settled.stream().map(Ending::attempt).toList());
        batch.subList(0, settled.size()).clear();
        for (Ending ending : settled) {
            boolean stored = written.contains(ending.end.lease());
            tell(ending, stored);
            answer(ending, stored);
        }
        ring(settled);
    }

    private void answer(Ending ending, boolean stored) {
        CompletableFuture<Boolean> answer = unanswered.remove(ending.end.lease());
        if (answer != null) {
            answer.complete(stored);
        }
    }

    private static void tell(Ending ending, boolean stored) {
        Lease lease = ending.end.lease();
        if (stored) {
            LOG.atDebug()
                    .addKeyValue("job", lease.job())
                    .addKeyValue("type", ending.attempt.type())
                    .addKeyValue("attempt", lease.attempt())
                    .log("Attempt ended: {}", ending.end.outcome());
        } else {
            LOG.atWarn()
                    .addKeyValue("job", lease.job())
                    .addKeyValue("type", ending.attempt.type())
                    .addKeyValue("attempt", lease.attempt())
                    .log(
                            "Attempt ended as {}, but it was no longer ours: its end was not stored",
                            ending.end.outcome());
        }
    }

    private void ring(List<Ending> settled) {
        Set<Bell> bells = EnumSet.noneOf(Bell.class);
        for (Ending ending : settled) {
            bells.add(
                    switch (ending.end.status()) {
                        case SCHEDULED -> Bell.SCHEDULED;
                        case PENDING -> Bell.READY;
                        default -> Bell.FINISHED;
                    });
        }
        bells.forEach(store.wakeUp()::ring);
    }
}
