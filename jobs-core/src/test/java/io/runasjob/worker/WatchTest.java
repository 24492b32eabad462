package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.JobType;
import io.runasjob.spi.AttemptEnd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final BlockingQueue<HeldAttempt> stubborn = new LinkedBlockingQueue<>();
    private final BlockingQueue<HeldAttempt> broken = new LinkedBlockingQueue<>();
    private final HeldAttempts held = new HeldAttempts(attempt -> {}, Attempts.NO_TRANSACTIONS);
    private Watch watch = new Watch(new Membership(Duration.ofHours(1)), held, stubborn::add, broken::add);

    @AfterEach
    void stop() throws InterruptedException {
        watch.stop(LONG);
        Thread.interrupted();
    }

    private HeldAttempt begunBefore(Duration ago, Duration timeout) {
        HeldAttempt attempt = held.hold(Attempts.leased(timeout));
        attempt.begin(System.nanoTime() - ago.toNanos());
        return attempt;
    }

    private void awaitInterrupt() {
        assertThat(catchThrowable(() -> new CountDownLatch(1).await(10, TimeUnit.SECONDS)))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void an_attempt_that_runs_longer_than_its_timeout_is_interrupted() {
        HeldAttempt attempt = begunBefore(Duration.ofSeconds(2), Duration.ofSeconds(1));
        watch.start();
        awaitInterrupt();
        assertThat(attempt.reason()).isEqualTo(StopReason.TIMED_OUT);
        assertThat(stubborn).isEmpty();
    }

    @Test
    void an_attempt_that_goes_on_for_ten_seconds_after_its_timeout_is_stubborn() throws InterruptedException {
        HeldAttempt attempt = begunBefore(Duration.ofSeconds(12), Duration.ofSeconds(1));
        watch.start();
        awaitInterrupt();
        assertThat(stubborn.poll(10, TimeUnit.SECONDS)).isSameAs(attempt);
    }

    @Test
    void an_attempt_that_was_cancelled_is_ended_too_when_it_goes_on_after_its_timeout() throws InterruptedException {
        HeldAttempt cancelled = begunBefore(Duration.ofSeconds(12), Duration.ofSeconds(1));
        cancelled.stop(StopReason.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
        watch.start();
        assertThat(stubborn.poll(10, TimeUnit.SECONDS)).isSameAs(cancelled);
        assertThat(cancelled.reason()).isEqualTo(StopReason.CANCELLED);
        JobType type = JobType.of("any", String.class, (word, job) -> null);
        assertThat(AttemptRunner.stubborn(cancelled, type)).isInstanceOf(AttemptEnd.Cancelled.class);
    }

    @Test
    void an_attempt_without_a_timeout_and_one_that_has_left_are_let_be() {
        HeldAttempt endless = held.hold(Attempts.leased());
        endless.begin(System.nanoTime() - Duration.ofDays(1).toNanos());
        HeldAttempt left = begunBefore(Duration.ofSeconds(12), Duration.ofSeconds(1));
        left.leave();
        HeldAttempt late = begunBefore(Duration.ofSeconds(12), Duration.ofSeconds(1));
        watch.start();
        awaitInterrupt();
        assertThat(late.reason()).isEqualTo(StopReason.TIMED_OUT);
        assertThat(endless.reason()).isNull();
        assertThat(left.reason()).isNull();
    }

    @Test
    void an_attempt_that_broke_off_is_told_of_until_it_is_held_no_longer() throws InterruptedException {
        HeldAttempt whole = held.hold(Attempts.leased());
        HeldAttempt attempt = held.hold(Attempts.leased());
        attempt.breakOff(new OutOfMemoryError("of our own code"));
        watch.start();
        assertThat(broken.poll(10, TimeUnit.SECONDS)).isSameAs(attempt);
        assertThat(broken.poll(10, TimeUnit.SECONDS)).as("again").isSameAs(attempt);
        held.removeAll(List.of(attempt));
        watch.stop(LONG);
        assertThat(broken).doesNotContain(whole);
    }

    @Test
    void all_attempts_are_stopped_when_the_node_was_not_renewed_for_two_thirds_of_its_lease() {
        Membership expired = new Membership(Duration.ZERO);
        watch = new Watch(expired, held, stubborn::add, broken::add);
        HeldAttempt running = held.hold(Attempts.leased());
        HeldAttempt waiting = held.hold(Attempts.leased());
        running.begin(System.nanoTime());
        watch.start();
        awaitInterrupt();
        watch.stop(LONG);
        assertThat(running.reason()).isEqualTo(StopReason.RELEASED);
        await().until(() -> waiting.reason() == StopReason.RELEASED);
        assertThat(expired.mayClaim()).isFalse();
    }
}
