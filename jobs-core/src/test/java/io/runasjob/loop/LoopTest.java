package io.runasjob.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.CapturedLog;
import io.runasjob.Unspeakable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final BlockingQueue<Long> rounds = new LinkedBlockingQueue<>();
    private final Semaphore mayEnd = new Semaphore(0);
    private final List<Loop> loops = new ArrayList<>();

    @AfterEach
    void stopAll() throws InterruptedException {
        loops.forEach(Loop::stop);
        mayEnd.release(1_000);
        for (Loop loop : loops) {
            assertThat(loop.join(SOON)).isTrue();
        }
    }

    private Loop started(String name, Duration atLeast, Loop.Step step) {
        Loop loop = new Loop(name, atLeast, () -> {
            rounds.add(System.nanoTime());
            return step.run();
        });
        loops.add(loop);
        loop.start();
        return loop;
    }

    private long nextRound() throws InterruptedException {
        Long nanos = rounds.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(nanos).as("a round").isNotNull();
        return nanos;
    }

    private Duration gap() throws InterruptedException {
        long first = nextRound();
        return Duration.ofNanos(nextRound() - first);
    }

    @Test
    void a_wake_ends_a_wait() throws InterruptedException {
        Loop loop = started("wait", Duration.ZERO, () -> Loop.UNTIL_WOKEN);
        nextRound();
        loop.wake();
        nextRound();
    }

    @Test
    void a_wake_during_a_step_counts_for_the_wait_after_it() throws InterruptedException {
        Loop loop = started("busy", Duration.ZERO, () -> {
            mayEnd.acquire();
            return Loop.UNTIL_WOKEN;
        });
        nextRound();
        loop.wake();
        mayEnd.release();
        nextRound();
    }

    @Test
    void many_wakes_during_a_step_are_one() throws InterruptedException {
        Loop loop = started("merged", Duration.ZERO, () -> {
            mayEnd.acquire();
            return Loop.UNTIL_WOKEN;
        });
        nextRound();
        loop.wake();
        loop.wake();
        loop.wake();
        mayEnd.release(2);
        nextRound();
        loop.stop();
        assertThat(loop.join(SOON)).isTrue();
        assertThat(rounds).isEmpty();
    }

    @Test
    void a_step_that_asks_for_no_wait_goes_on_at_once() throws InterruptedException {
        started("eager", Duration.ZERO, () -> Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            nextRound();
        }
    }

    @Test
    void the_shortest_wait_is_kept_even_when_woken() throws InterruptedException {
        Loop loop = started("slow", Duration.ofMillis(200), () -> Loop.UNTIL_WOKEN);
        loop.wake();
        assertThat(gap()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void wakes_do_not_shorten_the_wait_after_an_error_to_more_than_two_tries_a_second() throws InterruptedException {
        Loop loop = started("broken", Duration.ZERO, () -> {
            throw new IOException("broken");
        });
        Thread waker = wakeUntilInterrupted(loop);
        long first = nextRound();
        long second = nextRound();
        long third = nextRound();
        waker.interrupt();
        assertThat(Duration.ofNanos(second - first)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        assertThat(Duration.ofNanos(third - second)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    private static Thread wakeUntilInterrupted(Loop loop) {
        Thread waker = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                loop.wake();
                Thread.onSpinWait();
            }
        });
        waker.start();
        return waker;
    }

    @Test
    void a_broken_loop_warns_once_and_says_once_that_it_works_again() throws InterruptedException {
        try (CapturedLog log = new CapturedLog()) {
            Semaphore failing = new Semaphore(2);
            Loop loop = started("recovering", Duration.ZERO, () -> {
                if (failing.tryAcquire()) {
                    throw new IOException("the reason");
                }
                return Loop.UNTIL_WOKEN;
            });
            nextRound();
            nextRound();
            nextRound();
            loop.stop();
            assertThat(loop.join(SOON)).isTrue();
            assertThat(log.lines("WARN", "recovering")).hasSize(1);
            assertThat(log.lines("IOException", "the reason")).isNotEmpty();
            assertThat(log.lines("INFO", "recovering works again after 2 failed rounds"))
                    .hasSize(1);
        }
    }

    @Test
    void an_error_of_the_jvm_does_not_end_the_loop() throws InterruptedException {
        started("erring", Duration.ZERO, () -> {
            throw new StackOverflowError();
        });
        assertThat(gap()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    /** As where there is no memory for the line in the log either. */
    @Test
    void an_error_that_cannot_be_logged_does_not_end_the_loop() throws InterruptedException {
        started("speechless", Duration.ZERO, () -> {
            throw new Unspeakable();
        });
        assertThat(gap()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void an_interrupt_does_not_end_the_loop() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Loop loop = started("interrupted", Duration.ZERO, () -> {
            Thread.currentThread().interrupt();
            interrupted.countDown();
            return Loop.UNTIL_WOKEN;
        });
        interrupted.await();
        loop.wake();
        nextRound();
        nextRound();
    }

    @Test
    void a_stop_ends_a_wait_at_once() throws InterruptedException {
        Loop loop = started("waiting", Duration.ZERO, () -> Loop.UNTIL_WOKEN);
        nextRound();
        loop.stop();
        assertThat(loop.join(SOON)).isTrue();
        assertThat(rounds).isEmpty();
    }

    @Test
    void a_stop_ends_the_wait_after_an_error_at_once() throws InterruptedException {
        Loop loop = started("backing off", Duration.ZERO, () -> {
            throw new IOException("broken");
        });
        nextRound();
        nextRound();
        long before = System.nanoTime();
        loop.stop();
        assertThat(loop.join(SOON)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void a_stop_lets_the_present_step_end_and_begins_no_other() throws InterruptedException {
        Loop loop = started("working", Duration.ZERO, () -> {
            mayEnd.acquire();
            return Duration.ZERO;
        });
        nextRound();
        loop.stop();
        assertThat(loop.join(Duration.ofMillis(20))).isFalse();
        mayEnd.release();
        assertThat(loop.join(SOON)).isTrue();
        assertThat(rounds).isEmpty();
    }

    @Test
    void a_loop_that_was_stopped_before_its_start_does_nothing() throws InterruptedException {
        Loop loop = new Loop("never", Duration.ZERO, () -> {
            rounds.add(0L);
            return Duration.ZERO;
        });
        loop.stop();
        loop.start();
        assertThat(loop.join(SOON)).isTrue();
        assertThat(rounds).isEmpty();
    }
}
