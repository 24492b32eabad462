package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.Job;
import io.runasjob.job.JobCancelledException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldAttemptTest {
    private final HeldAttempts held = new HeldAttempts(any -> {}, Attempts.NO_TRANSACTIONS);
    private final HeldAttempt attempt = held.hold(Attempts.leased());

    @AfterEach
    void leaveNoInterrupt() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_running_attempt_that_is_stopped_is_interrupted_and_told() {
        assertThat(attempt.begin(0)).isTrue();
        attempt.stop(StopReason.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempt.isCancelled()).isTrue();
        assertThatThrownBy(attempt::throwIfCancelled).isInstanceOf(JobCancelledException.class);
    }

    @Test
    void the_first_reason_to_stop_stays() {
        attempt.stop(StopReason.TIMED_OUT);
        attempt.stop(StopReason.CANCELLED);
        assertThat(attempt.reason()).isEqualTo(StopReason.TIMED_OUT);
    }

    @Test
    void an_attempt_that_was_stopped_before_it_began_does_not_begin() {
        assertThat(attempt.stopUnlessBegun(StopReason.RELEASED)).isTrue();
        assertThat(attempt.begin(0)).isFalse();
    }

    @Test
    void an_attempt_that_has_begun_is_left_to_the_grace_period() {
        attempt.begin(0);
        assertThat(attempt.stopUnlessBegun(StopReason.RELEASED)).isFalse();
        assertThat(attempt.isCancelled()).isFalse();
    }

    @Test
    void an_interrupt_for_this_attempt_does_not_outlive_it() {
        attempt.begin(0);
        attempt.stop(StopReason.CANCELLED);
        attempt.leave();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void an_attempt_that_has_left_its_thread_interrupts_it_no_more() {
        attempt.begin(0);
        attempt.leave();
        attempt.stop(StopReason.CANCELLED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void an_attempt_has_one_end() {
        assertThat(attempt.end()).isTrue();
        assertThat(attempt.end()).isFalse();
        assertThat(attempt.hasEnded()).isTrue();
    }

    @Test
    void a_newer_attempt_of_a_job_stops_the_older_one_that_still_runs_here() {
        Job job = Attempts.leased();
        HeldAttempt older = held.hold(job);
        HeldAttempt newer = held.hold(Attempts.again(job));
        assertThat(older.reason()).isEqualTo(StopReason.RELEASED);
        assertThat(newer.reason()).isNull();
        assertThat(held.find(job.id())).isSameAs(newer);
    }

    @Test
    void a_stop_means_one_attempt_and_no_other_of_the_same_job() {
        Job job = Attempts.leased();
        HeldAttempt newer = held.hold(Attempts.again(job));
        held.stop(job.lease().orElseThrow(), StopReason.CANCELLED);
        assertThat(newer.isCancelled()).isFalse();
    }
}
