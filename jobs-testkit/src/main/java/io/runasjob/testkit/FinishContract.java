package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import io.runasjob.job.Progress;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ProgressUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Ends of attempts, what they leave in the job and in its history, and progress on the way. */
interface FinishContract extends StoreTests {

    @Test
    default void a_completed_job_has_its_result_and_one_successful_attempt() {
        Lease lease = driver().run(SampleJobs.sample());
        Job job = driver().finish(new AttemptEnd.Completed(lease, "{\"name\": \"Grüße 📄 \\u0000\"}"));

        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.result()).contains("{\"name\": \"Grüße 📄 \\u0000\"}");
        assertThat(job.error()).isEmpty();
        assertThat(job.lease()).contains(lease);
        assertThat(job.times().duration()).isPresent();
        assertThat(store().attempts(job.id()))
                .containsExactly(new Attempt(
                        1,
                        lease.node(),
                        job.times().started().orElseThrow(),
                        job.times().finished().orElseThrow(),
                        Outcome.SUCCEEDED,
                        null));
    }

    @Test
    default void a_job_may_complete_without_a_result_and_with_a_large_one() {
        Job without = driver().finish(new AttemptEnd.Completed(driver().run(SampleJobs.sample()), null));
        String json = "\"" + "r".repeat(256 * 1024) + "\"";
        Job large = driver().finish(new AttemptEnd.Completed(driver().run(SampleJobs.sample()), json));

        assertThat(without.result()).isEmpty();
        assertThat(large.result()).contains(json);
    }

    @TestFactory
    default Stream<DynamicTest> the_last_failure_is_kept_in_the_job_and_in_its_attempt() {
        return Stream.of(Outcome.FAILED, Outcome.TIMED_OUT)
                .map(outcome -> DynamicTest.dynamicTest(outcome.name(), () -> {
                    Lease lease = driver().run(SampleJobs.sample());
                    Job job = driver().finish(new AttemptEnd.Failed(lease, outcome, SampleJobs.ERROR));
                    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
                    assertThat(job.error()).contains(SampleJobs.ERROR);
                    assertThat(job.run().failures()).isEqualTo(1);
                    assertThat(job.times().finished()).isPresent();
                    assertLastAttempt(job.id(), outcome);
                    assertThat(lastAttempt(job.id()).error()).contains(SampleJobs.ERROR);
                }));
    }

    @TestFactory
    default Stream<DynamicTest> a_failure_that_is_tried_again_waits_with_its_error() {
        return Stream.of(Outcome.FAILED, Outcome.TIMED_OUT)
                .map(outcome -> DynamicTest.dynamicTest(outcome.name(), () -> {
                    Lease lease = driver().run(SampleJobs.sample());
                    Job job = driver().finish(new AttemptEnd.Retry(lease, outcome, SampleJobs.ERROR, Ends.DELAY));
                    assertThat(job.status()).isEqualTo(JobStatus.SCHEDULED);
                    assertThat(job.error()).contains(SampleJobs.ERROR);
                    assertThat(job.run().failures()).isEqualTo(1);
                    assertThat(job.times().finished()).isEmpty();
                    assertWaits(job, Ends.DELAY);
                    assertLastAttempt(job.id(), outcome);
                    assertThat(lastAttempt(job.id()).error()).contains(SampleJobs.ERROR);
                }));
    }

    @Test
    default void a_retry_without_delay_is_due_at_once() {
        Lease lease = driver().run(SampleJobs.sample());
        Job job = driver().finish(new AttemptEnd.Retry(lease, Outcome.FAILED, SampleJobs.ERROR, Duration.ZERO));

        assertThat(job.status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(store().promote(10).promoted()).isEqualTo(1);
    }

    @Test
    default void the_error_of_a_failed_attempt_is_gone_when_the_next_one_runs() {
        Lease lease = driver().run(SampleJobs.sample());
        driver().finish(new AttemptEnd.Retry(lease, Outcome.FAILED, SampleJobs.ERROR, Duration.ZERO));
        store().promote(10);
        assertThat(driver().read(lease.job()).error()).contains(SampleJobs.ERROR);

        Job claimed = driver().claim(lease.node(), "default", 1).get(0);
        assertThat(claimed.error()).isEmpty();
        assertThat(claimed.run().failures()).isEqualTo(1);
        assertThat(driver().complete(StoreDriver.lease(claimed)).error()).isEmpty();
    }

    @Test
    default void a_snooze_spends_nothing() {
        Job job = driver().finish(new AttemptEnd.Snoozed(driver().run(SampleJobs.sample()), Ends.DELAY));

        assertThat(job.status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(job.run().failures()).isZero();
        assertThat(job.error()).isEmpty();
        assertWaits(job, Ends.DELAY);
        assertLastAttempt(job.id(), Outcome.SNOOZED);
        assertThat(lastAttempt(job.id()).error()).isEmpty();
    }

    @Test
    default void a_released_job_is_ready_and_due_as_before() {
        Job before = driver().bring(JobStatus.RUNNING);
        Job job = driver().finish(new AttemptEnd.Released(StoreDriver.lease(before)));

        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.times().due()).isEqualTo(before.times().due());
        assertThat(job.run().failures()).isZero();
        assertThat(job.run().losses()).isZero();
        assertLastAttempt(job.id(), Outcome.RELEASED);
        assertThat(lastAttempt(job.id()).error()).isEmpty();
    }

    @Test
    default void a_handler_that_stopped_leaves_a_cancelled_job() {
        Job job = driver().finish(new AttemptEnd.Cancelled(driver().run(SampleJobs.sample())));

        assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job.times().finished()).isPresent();
        assertThat(job.run().failures()).isZero();
        assertLastAttempt(job.id(), Outcome.CANCELLED);
    }

    @TestFactory
    default Stream<DynamicTest> a_job_that_was_asked_to_stop_does_not_go_back_to_waiting() {
        return Stream.of(0, 1, 2, 3, 4, 5).map(kind -> {
            Lease any = new Lease(SampleJobs.newId(), 1, NodeId.random());
            return DynamicTest.dynamicTest(Ends.name(Ends.all(any).get(kind)), () -> {
                Lease lease = driver().run(SampleJobs.sample());
                store().cancel(List.of(lease.job()));
                AttemptEnd end = Ends.all(lease).get(kind);
                Job job = driver().finish(end);
                assertThat(job.status()).isEqualTo(end.status().isWaiting() ? JobStatus.CANCELLED : end.status());
                assertThat(job.times().finished()).isPresent();
                assertLastAttempt(job.id(), end.outcome());
            });
        });
    }

    @Test
    default void many_ends_of_all_kinds_are_written_in_one_call() {
        List<Lease> leases = driver().insert(SampleJobs.sample().many(600)).stream()
                .map(id -> new Lease(id, 1, NodeId.random()))
                .toList();
        leases.forEach(lease -> driver().start(lease.job(), lease.node()));
        List<AttemptEnd> ends = new ArrayList<>();
        for (int i = 0; i < leases.size(); i++) {
            ends.add(Ends.all(leases.get(i)).get(i % 6));
        }

        assertThat(store().finish(ends)).containsExactlyInAnyOrderElementsOf(leases);
        for (AttemptEnd end : ends) {
            assertThat(driver().read(end.lease().job()).status()).isEqualTo(end.status());
        }
    }

    @Test
    default void the_history_shows_every_attempt_with_its_node_times_and_outcome() {
        JobId id = driver().insert(SampleJobs.sample());
        Lease first = driver().start(id);
        driver().finish(new AttemptEnd.Retry(first, Outcome.TIMED_OUT, SampleJobs.ERROR, Duration.ZERO));
        store().promote(10);
        Lease second = driver().start(id);
        driver().finish(new AttemptEnd.Snoozed(second, Duration.ZERO));
        store().promote(10);
        Lease third = driver().start(id);
        assertThat(store().attempts(id)).hasSize(2);
        driver().complete(third);

        List<Attempt> attempts = store().attempts(id);
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2, 3);
        assertThat(attempts).extracting(Attempt::node).containsExactly(first.node(), second.node(), third.node());
        assertThat(attempts)
                .extracting(Attempt::outcome)
                .containsExactly(Outcome.TIMED_OUT, Outcome.SNOOZED, Outcome.SUCCEEDED);
        assertThat(attempts).noneMatch(attempt -> attempt.duration().isNegative());
        assertThat(attempts.get(2).ended())
                .isEqualTo(driver().read(id).times().finished().orElseThrow());
    }

    @Test
    default void progress_comes_back_and_the_latest_value_wins() {
        Lease lease = driver().run(SampleJobs.sample());
        for (Progress progress : List.of(
                new Progress(7, 120L, null, "page 7 – 東京 📄"),
                new Progress(3, null, 42, ""),
                new Progress(Long.MAX_VALUE, Long.MAX_VALUE, 100, "m".repeat(1_000)),
                new Progress(0, 0L, 0, "last"))) {
            assertThat(store().saveProgress(List.of(new ProgressUpdate(lease, progress))))
                    .containsExactly(lease);
            assertThat(driver().read(lease.job()).progress()).isEqualTo(progress);
        }
        assertThat(driver().complete(lease).progress()).isEqualTo(new Progress(0, 0L, 0, "last"));
    }

    @Test
    default void progress_of_many_jobs_is_written_in_one_call() {
        List<Lease> leases = Stream.generate(() -> driver().run(SampleJobs.sample()))
                .limit(40)
                .toList();
        List<ProgressUpdate> updates = leases.stream()
                .map(lease -> new ProgressUpdate(lease, new Progress(leases.indexOf(lease), 40L, null, "")))
                .toList();

        assertThat(store().saveProgress(updates)).containsExactlyInAnyOrderElementsOf(leases);
        assertThat(leases)
                .allMatch(lease -> driver().read(lease.job()).progress().processed() == leases.indexOf(lease));
    }

    private Attempt lastAttempt(JobId id) {
        List<Attempt> attempts = store().attempts(id);
        return attempts.get(attempts.size() - 1);
    }

    private void assertLastAttempt(JobId id, Outcome outcome) {
        Job job = driver().read(id);
        Attempt attempt = lastAttempt(id);
        assertThat(attempt.outcome()).isEqualTo(outcome);
        assertThat(attempt.number()).isEqualTo(job.attempt());
        assertThat(attempt.node()).isEqualTo(job.run().nodeOrNull());
        assertThat(attempt.started()).isEqualTo(job.times().startedOrNull());
        assertThat(attempt.ended()).isAfterOrEqualTo(attempt.started());
    }

    /** The job waits this long, counted from the end of its latest attempt. */
    private void assertWaits(Job job, Duration delay) {
        assertThat(job.times().due()).isEqualTo(lastAttempt(job.id()).ended().plus(delay));
    }
}
