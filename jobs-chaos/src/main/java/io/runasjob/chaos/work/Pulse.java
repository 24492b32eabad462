package io.runasjob.chaos.work;

import io.runasjob.chaos.history.Event.Slow;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.job.StoreUnavailableException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A small transaction four times a second on a connection of its own, by the same way as everything else of the process. Where
 * more than a second passes between two of them, the log says so: who was lost in that time had no better chance.
 */
final class Pulse {
    private static final long INTERVAL_MILLIS = 250;
    private static final long SLOW_MICROS = TimeUnit.SECONDS.toMicros(1);

    private final Ground ground;
    private final String process;
    private final EventLog log;
    private long last = EventLog.now();

    Pulse(Ground ground, String process, EventLog log) {
        this.ground = ground;
        this.process = process;
        this.log = log;
    }

    void start() {
        Thread thread = new Thread(this::run, "pulse");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                beatUntilBroken();
                await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beatUntilBroken() throws InterruptedException {
        try (Ground.Line line = ground.line()) {
            while (true) {
                line.beat(process);
                beaten(EventLog.now());
                await();
            }
        } catch (StoreUnavailableException e) {
            // the next connection may be luckier; how long that takes will be in the log
        }
    }

    private void beaten(long now) {
        if (now - last > SLOW_MICROS) {
            log.write(new Slow(last, now));
        }
        last = now;
    }

    private static void await() throws InterruptedException {
        new CountDownLatch(1).await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }
}
