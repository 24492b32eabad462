package io.runasjob.worker;

import io.runasjob.spi.JobExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one queue on this node, and the few claimed jobs that wait for them.
 *
 * <p>A worker takes jobs until none waits, then ends; so there are never more threads than work. The lane asks for as many
 * jobs as it has idle workers, plus what its workers get through in {@value #AHEAD_MILLIS} ms at the present rate (at most
 * {@value #MOST_AHEAD}): short jobs are claimed in large batches, long ones never wait behind each other. Jobs that wait all
 * the same for {@value #STUCK_MILLIS} ms are given back, so that other nodes can have them. A lane whose executor takes no
 * more asks for nothing for {@value #REST_MILLIS} ms, or it would claim and release the same jobs without a pause. Safe for
 * use by many threads.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int AHEAD_MILLIS = 50;
    private static final int MOST_AHEAD = 1_000;
    private static final int STUCK_MILLIS = 1_000;
    private static final int REST_MILLIS = 1_000;

    private final String queue;
    private final int workers;
    private final JobExecutor executor;
    private final Consumer<HeldAttempt> runner;
    private final Runnable onHungry;
    private final Queue<HeldAttempt> waiting = new ArrayDeque<>();
    private final RateMeter rate;
    private int busy;
    private long lastTaken;
    private boolean refused;
    private long refusedAt;
    private int asked;
    private int reserved;
    private boolean behind = true;
    private boolean told;
    private boolean closed;

    Lane(String queue, int workers, JobExecutor executor, Consumer<HeldAttempt> runner, Runnable onHungry) {
        this.queue = queue;
        this.workers = workers;
        this.rate = new RateMeter(workers);
        this.executor = executor;
        this.runner = runner;
        this.onHungry = onHungry;
    }

    String queue() {
        return queue;
    }

    /** How many jobs to claim now; zero when it is not worth asking yet. */
    synchronized int demand(long nowNanos) {
        if (rests(nowNanos)) {
            return 0;
        }
        int ahead = ahead(nowNanos);
        return worthAsking(ahead) ? Math.max(0, idle() + ahead) : 0;
    }

    private int ahead(long nowNanos) {
        return Math.min(MOST_AHEAD, (int) (rate.perMilli(nowNanos) * AHEAD_MILLIS));
    }

    /** How many workers nothing is meant for yet; negative when more waits than that. */
    private int idle() {
        return workers - busy - waiting.size() - reserved;
    }

    /** How many jobs would begin at once. */
    synchronized int free(long nowNanos) {
        return rests(nowNanos) ? 0 : Math.max(0, idle());
    }

    /** So many jobs are being claimed; who tells of others from now on may mean some that are not among them. */
    synchronized void asking(int jobs) {
        asked = jobs;
        told = false;
    }

    /**
     * The claim has ended.
     *
     * @param mayBeMore whether it left ready jobs in the store, as far as it can tell
     */
    synchronized void answered(boolean mayBeMore) {
        asked = 0;
        behind = mayBeMore;
    }

    /** There may be ready jobs in the store. */
    synchronized void told() {
        told = true;
    }

    /**
     * Reserves room for new jobs that this node is about to store: all or none. None while the last claim left jobs in the
     * store, which have the right of way. Otherwise as much as a claim would ask for; but idle workers are for a claim that is
     * under way, and once the lane was told of jobs the room of these is left alone, down to which it asks for more.
     */
    synchronized boolean reserve(int jobs, long nowNanos) {
        int ahead = ahead(nowNanos);
        int room = told ? ahead / 2 - waiting.size() - reserved : idle() + ahead - Math.max(0, asked - ahead);
        boolean reserves = jobs <= room && !behind && !closed && !rests(nowNanos);
        reserved += reserves ? jobs : 0;
        return reserves;
    }

    /**
     * Room that was reserved is not needed any more.
     *
     * @param accepted how many jobs have come for it
     */
    void unreserve(int jobs, int accepted) {
        synchronized (this) {
            reserved -= jobs;
            notifyAll();
        }
        if (accepted < jobs) {
            onHungry.run();
        }
    }

    /** Reserves nothing any more. */
    synchronized void close() {
        closed = true;
    }

    /** Waits until no room is reserved; false when the time was up before. */
    synchronized boolean awaitUnreserved(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (reserved > 0 && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return reserved == 0;
    }

    private boolean rests(long nowNanos) {
        return refused && nowNanos - refusedAt < REST_MILLIS * 1_000_000L;
    }

    private boolean worthAsking(int ahead) {
        return waiting.size() <= ahead / 2;
    }

    /** Takes in claimed jobs and starts workers for them; returns those that no thread would run. */
    Collection<HeldAttempt> accept(Collection<HeldAttempt> claimed, long nowNanos) {
        int starting;
        synchronized (this) {
            if (waiting.isEmpty()) {
                lastTaken = nowNanos;
            }
            waiting.addAll(claimed);
            starting = Math.min(workers - busy, waiting.size());
            busy += starting;
        }
        return start(starting, nowNanos);
    }

    private Collection<HeldAttempt> start(int starting, long nowNanos) {
        for (int started = 0; started < starting; started++) {
            try {
                executor.execute(this::work);
            } catch (RuntimeException | Error e) { // whatever it is, the threads that were not started work on nothing
                Collection<HeldAttempt> left = refused(starting - started, nowNanos);
                LOG.atWarn()
                        .addKeyValue("queue", queue)
                        .setCause(e)
                        .log("The executor takes no more jobs: they go back");
                return left;
            }
        }
        return List.of();
    }

    /** The executor takes no more: as many workers less, and what none of the others will take goes back. */
    private synchronized Collection<HeldAttempt> refused(int workersLess, long nowNanos) {
        busy -= workersLess;
        refused = true;
        refusedAt = nowNanos;
        return busy == 0 ? takeAll() : List.of();
    }

    private void work() {
        HeldAttempt next = take(System.nanoTime(), false);
        while (next != null) {
            run(next);
            next = take(System.nanoTime(), true);
        }
    }

    /** Without this the thread would end, and its place as a worker and the attempt would be lost. */
    private void run(HeldAttempt attempt) {
        try {
            runner.accept(attempt);
        } catch (RuntimeException | Error e) {
            attempt.breakOff(e);
        }
    }

    private @Nullable HeldAttempt take(long nowNanos, boolean ended) {
        HeldAttempt next;
        synchronized (this) {
            if (ended) {
                rate.count(nowNanos);
            }
            next = waiting.poll();
            if (next == null) {
                busy--;
            } else {
                lastTaken = nowNanos;
            }
        }
        if (next == null || demand(nowNanos) > 0) {
            onHungry.run();
        }
        return next;
    }

    /** Whether anything waits for a worker. */
    synchronized boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** What has waited for too long, because all workers are busy with long jobs; it leaves the lane. */
    synchronized Collection<HeldAttempt> takeStuck(long nowNanos) {
        boolean stuck = !waiting.isEmpty() && nowNanos - lastTaken > STUCK_MILLIS * 1_000_000L;
        return stuck ? takeAll() : List.of();
    }

    /** Everything that waits; it leaves the lane. */
    synchronized Collection<HeldAttempt> takeAll() {
        List<HeldAttempt> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
