package io.runasjob.jdbc;

import io.runasjob.spi.WakeUp.Bell;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that tells other JVMs. It sends only while this one listens: where listening fails, sending would too, and one
 * thread that knocks at a dead database is enough. What was rung meanwhile waits.
 */
final class WakeUpSender implements Runnable {
    /** The least time between two notifies for one bell. */
    static final int GAP_MILLIS = 5;

    /** A bell that was not rung for so long may leave with the jobs that it rings for. */
    static final int QUIET_MILLIS = 100;

    /** Waits that only {@link #wake()} ends; a day rather than for ever, which needs no second kind of wait. */
    private static final long UNTIL_WOKEN = TimeUnit.DAYS.toNanos(1);

    private final PostgresChannel channel;
    private final WakeUpState state;
    private final RingOutbox outbox = new RingOutbox(Duration.ofMillis(GAP_MILLIS), Duration.ofMillis(QUIET_MILLIS));
    private final AttemptPace pace =
            new AttemptPace(System.nanoTime(), () -> ThreadLocalRandom.current().nextDouble());
    private final Thread thread;
    private volatile boolean probing;

    WakeUpSender(PostgresChannel channel, WakeUpState state) {
        this.channel = channel;
        this.state = state;
        thread = WakeUpThreads.daemon("runasjob-wakeup-send", this);
    }

    void start() {
        thread.start();
    }

    /** Will send this bell. Never blocks: notes it, and wakes the thread if it was not waiting yet. */
    void add(Bell bell) {
        if (outbox.add(bell)) {
            wake();
        }
    }

    /** Leaves a ring of this bell to the caller to send, unless the bell was rung lately; then {@link #add} does better. */
    boolean leave(Bell bell) {
        return outbox.takeAlong(bell, System.nanoTime());
    }

    /** Will send something soon, were it no bell at all, for our own listener to hear. */
    void probe() {
        probing = true;
        wake();
    }

    /** Has the thread look again. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Ends the thread once it has sent what waits; interrupts it if that takes longer than said. */
    void stop(Duration patience) {
        wake();
        WakeUpThreads.join(thread, patience);
        thread.interrupt();
    }

    @Override
    public void run() {
        while (state.open()) {
            long wait = nanosToWait(System.nanoTime());
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                send(outbox.takeDue(System.nanoTime()));
            }
        }
        sayGoodbye();
    }

    private long nanosToWait(long now) {
        OptionalLong due = outbox.nanosToNext(now);
        if (!state.listens() || (due.isEmpty() && !probing)) {
            return UNTIL_WOKEN;
        }
        return Math.max(probing ? 0 : due.getAsLong(), pace.nanosToWait(now));
    }

    /**
     * A node that shuts down rings for the jobs that it gives back, then closes: that ring must not be lost. Sent also when
     * nothing waits, for it comes back to our own listener, which has no other way to look up from its socket unharmed.
     */
    private void sayGoodbye() {
        Set<Bell> rest = outbox.takeAll(System.nanoTime());
        if (state.listens() && state.sends()) {
            send(rest);
        }
    }

    private void send(Set<Bell> bells) {
        long start = System.nanoTime();
        probing = false;
        try {
            channel.send(bells);
            state.works(WakeUpState.Way.OUT);
        } catch (SQLException | RuntimeException | Error e) { // nobody else would start this thread again
            bells.forEach(outbox::add);
            probing = !state.hears();
            pace.attempted(start);
            state.fails(WakeUpState.Way.OUT, e);
        }
    }
}
