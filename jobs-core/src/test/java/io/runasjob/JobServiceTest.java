package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.SampleJobs.Report;
import io.runasjob.job.Attempt;
import io.runasjob.job.AwaitTimeoutException;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.DeleteAnswer;
import io.runasjob.job.Job;
import io.runasjob.job.JobCancelledException;
import io.runasjob.job.JobError.Kind;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import io.runasjob.job.RetryAnswer;
import io.runasjob.memory.InMemoryJobStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JobServiceTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SampleJobs sample = new SampleJobs();
    private final JobService jobs = JobService.builder()
            .store(new InMemoryJobStore())
            .register(sample)
            .handler("upper", String.class, (word, job) -> word.toUpperCase(java.util.Locale.ROOT))
            .queue("reports", 2)
            .queue("default", 4)
            .start();

    @AfterEach
    void close() {
        sample.release.countDown();
        jobs.close();
    }

    @Test
    void a_method_reference_becomes_a_job_whose_typed_result_is_awaited() throws InterruptedException {
        UUID document = UUID.randomUUID();
        JobHandle<Report> handle = jobs.submit(SampleJobs::render, document);
        assertThat(handle.await(LONG)).isEqualTo(new Report(document, 3));
        Job job = handle.job();
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.queue()).isEqualTo("reports");
        assertThat(job.spec().limits().maxAttempts()).isEqualTo(5);
        assertThat(job.spec().limits().timeout()).contains(Duration.ofMinutes(5));
        assertThat(job.progress().percent()).hasValue(100);
        assertThat(job.progress().message()).isEqualTo("rendered " + document);
        assertThat(job.times().duration()).isPresent();
    }

    @Test
    void a_void_method_completes_without_a_result() throws InterruptedException {
        assertThat(jobs.submit(SampleJobs::touch).await(LONG)).isNull();
        assertThat(sample.calls).hasValue(1);
    }

    @Test
    void a_lambda_handler_is_submitted_by_its_type_name() throws InterruptedException {
        assertThat(jobs.submit(JobRequest.<String>ofType("upper", "quiet")).await(LONG))
                .isEqualTo("QUIET");
    }

    @Test
    void many_jobs_are_submitted_in_one_call_and_all_complete() throws InterruptedException {
        List<JobRequest<String>> requests = IntStream.range(0, 2_000)
                .mapToObj(i -> JobRequest.of(SampleJobs::greet, "number " + i))
                .toList();
        List<JobHandle<String>> handles = jobs.submitAll(requests);
        for (int i = 0; i < handles.size(); i++) {
            assertThat(handles.get(i).await(LONG)).isEqualTo("Hello number " + i + " from attempt 1");
        }
    }

    /** Once it has looked whether others wait. */
    @Test
    void an_idle_node_begins_a_job_in_the_moment_in_which_it_is_stored() {
        await().until(() -> {
            JobHandle<String> handle = jobs.submit(SampleJobs::greet, "you");
            handle.await(LONG);
            return handle.job()
                    .times()
                    .started()
                    .equals(Optional.of(handle.job().times().created()));
        });
    }

    @Test
    void a_failing_attempt_is_retried_and_its_history_kept() throws InterruptedException {
        JobHandle<String> handle = jobs.submit(SampleJobs::flaky, 2);
        assertThat(handle.await(LONG)).isEqualTo("attempt 3");
        assertThat(jobs.attempts(handle.id()))
                .extracting(Attempt::outcome)
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.SUCCEEDED);
        assertThat(jobs.attempts(handle.id()).get(0).error().orElseThrow().message())
                .isEqualTo("attempt 1 fails");
        assertThat(handle.job().run().failures()).isEqualTo(2);
    }

    @Test
    void the_default_is_three_retries() throws InterruptedException {
        JobHandle<String> handle = jobs.submit(SampleJobs::flaky, 100);
        assertThatThrownBy(() -> handle.await(LONG)).isInstanceOf(JobFailedException.class);
        assertThat(jobs.attempts(handle.id())).hasSize(4);
    }

    @Test
    void the_failure_of_a_job_carries_kind_message_and_stack_of_its_handler() {
        JobHandle<Void> handle = jobs.submit(SampleJobs::picky, "this");
        assertThatThrownBy(() -> handle.await(LONG)).isInstanceOfSatisfying(JobFailedException.class, e -> {
            assertThat(e.error().kind()).isEqualTo(Kind.HANDLER);
            assertThat(e.error().exception()).isEqualTo(IllegalArgumentException.class.getName());
            assertThat(e.error().message()).isEqualTo("cannot take this");
            assertThat(e.error().stack()).contains("SampleJobs.picky");
        });
        assertThat(jobs.attempts(handle.id())).hasSize(1);
    }

    @Test
    void a_job_that_runs_too_long_is_interrupted_and_counts_as_failed() throws InterruptedException {
        JobHandle<Void> handle = jobs.submit(SampleJobs::hurry);
        assertThatThrownBy(() -> handle.await(LONG)).hasMessageContaining("timeout of PT0.2S");
        Attempt attempt = jobs.attempts(handle.id()).get(0);
        assertThat(attempt.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(attempt.error().orElseThrow().kind()).isEqualTo(Kind.SYSTEM);
        assertThat(handle.job().run().failures()).isEqualTo(1);
    }

    @Test
    void a_snoozed_job_runs_again_and_spends_nothing() throws InterruptedException {
        JobHandle<Integer> handle = jobs.submit(SampleJobs::sleepy);
        assertThat(handle.await(LONG)).isEqualTo(2);
        assertThat(handle.job().run().failures()).isZero();
        assertThat(jobs.attempts(handle.id()))
                .extracting(Attempt::outcome)
                .containsExactly(Outcome.SNOOZED, Outcome.SUCCEEDED);
    }

    @Test
    void a_running_job_is_asked_to_stop_and_interrupted() throws InterruptedException {
        JobHandle<String> handle = jobs.submit(SampleJobs::block);
        sample.awaitStarted(handle.id());
        assertThat(handle.cancel()).isEqualTo(CancelAnswer.REQUESTED);
        assertThatThrownBy(() -> handle.await(LONG)).isInstanceOf(JobCancelledException.class);
        assertThat(handle.cancel()).isEqualTo(CancelAnswer.ALREADY_FINISHED);
    }

    @Test
    void a_waiting_job_is_cancelled_at_once_retried_by_hand_and_deleted() throws InterruptedException {
        JobHandle<Void> handle = jobs.submit(JobRequest.of(SampleJobs::touch).in(Duration.ofHours(1)));
        assertThat(handle.job().status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(jobs.explain(handle.id()).orElseThrow()).startsWith("It waits for its time");
        assertThat(handle.cancel()).isEqualTo(CancelAnswer.CANCELLED);
        assertThat(jobs.retry(handle.id())).isEqualTo(RetryAnswer.RETRIED);
        handle.await(LONG);
        assertThat(jobs.retry(handle.id())).isEqualTo(RetryAnswer.NOT_RETRYABLE);
        assertThat(jobs.delete(handle.id())).isEqualTo(DeleteAnswer.DELETED);
        assertThat(jobs.find(handle.id())).isEmpty();
    }

    @Test
    void a_running_job_is_not_deleted() throws InterruptedException {
        JobHandle<String> handle = jobs.submit(SampleJobs::block);
        sample.awaitStarted(handle.id());
        assertThat(jobs.delete(handle.id())).isEqualTo(DeleteAnswer.NOT_FINISHED);
        assertThat(jobs.isRunning(handle.id())).isTrue();
    }

    @Test
    void a_delayed_job_runs_when_its_time_has_come() throws InterruptedException {
        JobHandle<Void> handle = jobs.submit(JobRequest.of(SampleJobs::touch).in(Duration.ofMillis(150)));
        handle.await(LONG);
        Job job = handle.job();
        assertThat(Duration.between(job.times().created(), job.times().started().orElseThrow()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void waiting_ends_with_the_reason_why_the_job_has_not() {
        jobs.pause("reports");
        JobHandle<Report> handle = jobs.submit(SampleJobs::render, UUID.randomUUID());
        assertThatThrownBy(() -> handle.await(Duration.ofMillis(50)))
                .isInstanceOf(AwaitTimeoutException.class)
                .hasMessageContaining("PENDING")
                .hasMessageContaining("paused");
    }

    @Test
    void a_paused_queue_goes_on_after_its_resume() throws InterruptedException {
        jobs.pause("reports");
        JobHandle<Report> handle = jobs.submit(SampleJobs::render, UUID.randomUUID());
        jobs.resume("reports");
        assertThat(handle.await(LONG).pages()).isEqualTo(3);
    }

    @Test
    void a_result_over_the_limit_fails_the_job_at_once() {
        JobHandle<String> handle = jobs.submit(SampleJobs::fat, 300_000);
        assertThatThrownBy(() -> handle.await(LONG))
                .isInstanceOfSatisfying(
                        JobFailedException.class,
                        e -> assertThat(e.error().kind()).isEqualTo(Kind.VALIDATION));
        assertThat(jobs.attempts(handle.id())).hasSize(1);
    }
}
