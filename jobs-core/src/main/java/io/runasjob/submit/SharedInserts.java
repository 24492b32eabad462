package io.runasjob.submit;

import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.NewJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Joins the inserts of threads that come at the same time into one call of the store, hence one commit (group commit). There
 * is no thread and no delay: whoever comes while nobody inserts does it at once, for all who wait by then; who comes meanwhile
 * waits for the next round. Threads that shared a round come back about together: the first lets the others run for a moment
 * ({@link Thread#yield}), or it would go alone each time. A call that brings many jobs goes to the store by itself.
 *
 * <p>Each call is all or none by itself, as before: where the store refuses a joined call, each is made alone. Where it does
 * not answer, or its database cannot take one of the jobs, all who took part are told so. Calls with unique keys go by
 * themselves, since they may wait for a transaction of the application's; so does a call that was not taken along for 200 ms. Safe for use by many threads, which is its purpose.
 */
final class SharedInserts implements JobIntake {
    /** Calls with more jobs have no use for company. */
    private static final int MOST_JOBS = 100;

    /** Who was not taken along for so long goes alone: the round before waits for something. */
    static final Duration PATIENCE = Duration.ofMillis(200);

    /** Jobs of one joined call. */
    private static final int MOST_TOGETHER = 1_000;

    /** How often the first of a round lets others run before it begins, as long as fewer wait than shared the last one. */
    private static final int MOST_YIELDS = 16;

    private final JobIntake store;
    private final long patienceNanos;
    private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean inserting = new AtomicBoolean();
    private volatile int lastRound;

    SharedInserts(JobIntake store, Duration patience) {
        this.store = store;
        this.patienceNanos = patience.toNanos();
    }

    /** One call, and what became of it. */
    private static final class Call {
        private final List<NewJob> jobs;
        private final Thread caller = Thread.currentThread();
        private @Nullable List<Admission> admissions;
        private @Nullable RuntimeException refusal;
        private volatile boolean done;

        Call(List<NewJob> jobs) {
            this.jobs = jobs;
        }

        void end(List<Admission> answer) {
            admissions = List.copyOf(answer);
            done = true;
            LockSupport.unpark(caller);
        }

        void refused(RuntimeException reason) {
            refusal = reason;
            done = true;
            LockSupport.unpark(caller);
        }

        List<Admission> answer() {
            if (refusal != null) {
                throw refusal;
            }
            return admissions == null ? List.of() : admissions;
        }
    }

    @Override
    public List<Admission> insert(List<NewJob> jobs) {
        if (jobs.size() > MOST_JOBS || jobs.stream().anyMatch(SharedInserts::mayWait)) {
            return store.insert(jobs);
        }
        return insertTogether(new Call(jobs));
    }

    /** Whether a job may wait for a transaction of the application's, which may wait for one of those who share. */
    private static boolean mayWait(NewJob job) {
        return job.spec().unique().isPresent();
    }

    private List<Admission> insertTogether(Call mine) {
        boolean interrupted = Thread.interrupted(); // others depend on this call: it is not broken off
        long start = System.nanoTime();
        waiting.add(mine);
        try {
            while (!mine.done) {
                if (inserting.compareAndSet(false, true)) {
                    insertForAll();
                } else if (System.nanoTime() - start > patienceNanos && waiting.remove(mine)) {
                    return store.insert(mine.jobs);
                } else {
                    LockSupport.parkNanos(this, patienceNanos);
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return mine.answer();
    }

    /** How many calls wait for the next round. */
    int waiting() {
        return waiting.size();
    }

    private void insertForAll() {
        try {
            letOthersCome();
            List<Call> calls = gather();
            lastRound = calls.size();
            insertJoined(calls);
        } finally {
            inserting.set(false);
            Call next = waiting.peek();
            if (next != null) {
                LockSupport.unpark(next.caller);
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // only the sizes of rounds depend on the scheduler
    private void letOthersCome() {
        for (int yields = 0; yields < MOST_YIELDS && lastRound > 1 && waiting.size() < lastRound; yields++) {
            Thread.yield();
        }
    }

    /** Polls, since those who lose their patience take themselves out of the queue meanwhile. */
    private List<Call> gather() {
        List<Call> calls = new ArrayList<>();
        int jobs = 0;
        Call next = waiting.poll();
        while (next != null) {
            calls.add(next);
            jobs += next.jobs.size();
            next = jobs + MOST_JOBS <= MOST_TOGETHER ? waiting.poll() : null;
        }
        return calls;
    }

    private void insertJoined(List<Call> calls) {
        if (calls.isEmpty()) {
            return; // another was faster
        }
        try {
            answer(
                    calls,
                    store.insert(
                            calls.stream().flatMap(call -> call.jobs.stream()).toList()));
        } catch (StoreUnavailableException e) {
            calls.forEach(call -> call.refused(unknown(e)));
        } catch (RuntimeException e) {
            if (calls.size() == 1) {
                calls.get(0).refused(e);
            } else {
                calls.forEach(call -> insertJoined(List.of(call)));
            }
        } finally {
            calls.stream().filter(call -> !call.done).forEach(call -> call.refused(unknown(null)));
        }
    }

    private static StoreUnavailableException unknown(@Nullable Throwable cause) {
        return new StoreUnavailableException("Could not store jobs together with those of other threads", cause);
    }

    private static void answer(List<Call> calls, List<Admission> admissions) {
        int from = 0;
        for (Call call : calls) {
            call.end(admissions.subList(from, from + call.jobs.size()));
            from += call.jobs.size();
        }
    }
}
