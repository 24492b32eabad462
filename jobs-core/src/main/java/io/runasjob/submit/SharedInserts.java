package io.runasjob.submit;

import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.NewJob;
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
 * waits for the next round. A call that brings many jobs goes to the store by itself.
 *
 * <p>Each call is all or none by itself, as before: where the store refuses a joined call, each is made alone. An unknown
 * outcome is unknown to all who took part. Safe for use by many threads, which is its purpose.
 */
final class SharedInserts implements JobIntake {
    /** Calls with more jobs have no use for company. */
    private static final int MOST_JOBS = 100;

    /** Jobs of one joined call. */
    private static final int MOST_TOGETHER = 1_000;

    private final JobIntake store;
    private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean inserting = new AtomicBoolean();

    SharedInserts(JobIntake store) {
        this.store = store;
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

        void admitted(List<Admission> answer) {
            admissions = List.copyOf(answer);
            end();
        }

        void refused(RuntimeException reason) {
            refusal = reason;
            end();
        }

        private void end() {
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
        if (jobs.size() > MOST_JOBS) {
            return store.insert(jobs);
        }
        Call mine = new Call(jobs);
        waiting.add(mine);
        boolean interrupted = false;
        while (!mine.done) {
            if (inserting.compareAndSet(false, true)) {
                insertForAll();
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted(); // a submit is not broken off: nobody would know what became of it
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return mine.answer();
    }

    /** How many calls wait for the next round. */
    int waiting() {
        return waiting.size();
    }

    private void insertForAll() {
        try {
            insertJoined(gather());
        } finally {
            inserting.set(false);
            Call next = waiting.peek();
            if (next != null) {
                LockSupport.unpark(next.caller);
            }
        }
    }

    private List<Call> gather() {
        List<Call> calls = new ArrayList<>();
        int jobs = 0;
        Call next = waiting.peek();
        while (next != null && jobs + next.jobs.size() <= MOST_TOGETHER) {
            calls.add(waiting.remove());
            jobs += next.jobs.size();
            next = waiting.peek();
        }
        return calls;
    }

    private void insertJoined(List<Call> calls) {
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
            call.admitted(admissions.subList(from, from + call.jobs.size()));
            from += call.jobs.size();
        }
    }
}
