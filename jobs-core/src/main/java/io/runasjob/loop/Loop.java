package io.runasjob.loop;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A background thread that repeats one step until it is stopped.
 *
 * <p>A wake-up during a step counts for the wait after it, so none is lost. Waiting after an error cannot be cut short by a
 * wake-up, only by {@link #stop}: at most two tries a second while something is broken. Safe for use by many threads; {@link
 * #start} and {@link #stop} each take effect once.
 */
public final class Loop {
    /** A wait that only a wake-up or a stop ends. */
    public static final Duration UNTIL_WOKEN = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long FIRST_BACKOFF_NANOS = Duration.ofMillis(500).toNanos();
    /** The longest pause before the next try of a round that failed, but for a fifth of it, at random. */
    public static final Duration LONGEST_BACKOFF = Duration.ofSeconds(4);

    private static final long LONGEST_BACKOFF_NANOS = LONGEST_BACKOFF.toNanos();

    /** One round of a loop. */
    @FunctionalInterface
    public interface Step {
        /**
         * Does the work of one round.
         *
         * @return how long to wait before the next round unless woken; zero to go on at once
         */
        Duration run() throws Exception;
    }

    private final String name;
    private final Duration atLeast;
    private final Step step;
    private final Thread thread;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Outage outage;
    private volatile boolean stopping;
    private boolean complained;
    private int failures;

    /**
     * A loop that is not started yet.
     *
     * @param name of its thread, after {@code runasjob-}
     * @param atLeast shortest wait between two rounds, even when woken
     * @param step what to repeat
     */
    public Loop(String name, Duration atLeast, Step step) {
        this(name, atLeast, step, Outage.never());
    }

    /**
     * A loop that is not started yet, whose step needs the store.
     *
     * @param name of its thread, after {@code runasjob-}
     * @param atLeast shortest wait between two rounds, even when woken
     * @param step what to repeat
     * @param outage what the loops of its node have in common: it tells when the store is away, and they keep quiet
     */
    public Loop(String name, Duration atLeast, Step step, Outage outage) {
        this.name = name;
        this.atLeast = atLeast;
        this.step = step;
        this.outage = outage;
        this.thread = new Thread(this::repeat, "runasjob-" + name);
        thread.setDaemon(true);
    }

    /** Begins with the first round. */
    public void start() {
        thread.start();
    }

    /** Ends the present wait, or skips the next one. */
    public void wake() {
        if (!woken.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    /** Begins no further round. Returns at once. */
    public void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /**
     * Waits until the last round has ended. An interrupt does not end the wait, which is a short one; it stays with the caller.
     *
     * @return whether it has, within the time given
     */
    public boolean join(Duration longest) {
        return Uninterrupted.await(longest, millis -> {
            thread.join(millis);
            return !thread.isAlive();
        });
    }

    private void repeat() {
        while (!stopping) {
            long pause = round();
            if (failures > 0) {
                sleep(pause, false);
            } else {
                sleep(atLeast.toNanos(), false);
                sleep(pause, true);
                woken.set(false);
            }
        }
    }

    private long round() {
        try {
            long pause = step.run().toNanos();
            recovered();
            return pause;
        } catch (Throwable e) { // an error of the JVM may pass too, and nobody else would start this loop again
            return failed(e);
        }
    }

    private void recovered() {
        outage.works(name);
        if (complained) {
            LOG.atInfo().addKeyValue("loop", name).log("{} works again after {} failed rounds", name, failures);
            complained = false;
        }
        failures = 0;
    }

    private long failed(Throwable e) {
        failures++;
        try {
            complain(e);
        } catch (RuntimeException | Error second) { // memory may be short: the next failure is told of
            complained = false;
        }
        long backoff = Math.min(LONGEST_BACKOFF_NANOS, FIRST_BACKOFF_NANOS << Math.min(failures - 1, 8));
        return (long) (backoff * (1 + 0.2 * ThreadLocalRandom.current().nextDouble()));
    }

    private void complain(Throwable e) {
        boolean quiet = stopping || complained || outage.explains(name, e);
        if (quiet) {
            LOG.atDebug().addKeyValue("loop", name).setCause(e).log("{} failed ({})", name, failures);
        } else {
            complained = true;
            LOG.atWarn().addKeyValue("loop", name).setCause(e).log("{} failed; it tries again until it works", name);
        }
    }

    private void sleep(long nanos, boolean wakeable) {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0 && !stopping && !(wakeable && woken.get())) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                LOG.debug("{} was interrupted and goes on: loops are ended by stop()", name);
            }
            left = end - System.nanoTime();
        }
    }
}
