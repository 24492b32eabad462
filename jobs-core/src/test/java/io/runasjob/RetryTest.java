package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobHandler;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobType;
import io.runasjob.job.Outcome;
import io.runasjob.job.RetryAnswer;
import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.retry.Backoff;
import io.runasjob.retry.RetryPolicy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RetryTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Backoff AT_ONCE = Backoff.constant(Duration.ZERO);
    private static final RetryPolicy HURRIED =
            RetryPolicy.builder().backoff(AT_ONCE).build();

    private final MovableClock clock = new MovableClock();
    private final JobHandler<String, String> broken = (word, job) -> {
        throw word.equals("missing") ? new FileNotFoundException(word) : new IOException(word);
    };
    private final JobService jobs = JobService.builder()
            .store(new InMemoryJobStore(clock))
            .type(JobType.of("default", String.class, broken))
            .type(JobType.of("hurried", String.class, broken).maxAttempts(2).retry(HURRIED))
            .handler("nasty", String.class, RetryTest::throwNasty)
            .handler("fatal", String.class, RetryTest::throwError)
            .handler("hoarding", String.class, RetryTest::throwWithoutMemory)
            .queue("default", 2)
            .start();

    @AfterEach
    void close() {
        jobs.close();
    }

    private static String throwNasty(String word, JobContext job) {
        throw new UncheckedIOException(word, new IOException()) {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message for you");
            }
        };
    }

    private static String throwWithoutMemory(String word, JobContext job) {
        throw new IllegalStateException(word) {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new OutOfMemoryError("no memory for a message");
            }
        };
    }

    private static String throwError(String word, JobContext job) {
        throw new StackOverflowError(word);
    }

    private Job failed(JobRequest<Object> request) {
        JobHandle<Object> handle = jobs.submit(request);
        assertThatThrownBy(() -> handle.await(LONG)).isInstanceOf(JobFailedException.class);
        return handle.job();
    }

    private Job waiting(JobRequest<Object> request) {
        JobHandle<Object> handle = jobs.submit(request);
        await().until(() -> handle.job().status() == JobStatus.SCHEDULED);
        return handle.job();
    }

    private Duration waitOf(Job job) {
        Attempt last = jobs.attempts(job.id()).get(job.attempt() - 1);
        return Duration.between(last.ended(), job.times().due());
    }

    @Test
    void a_failure_that_cannot_be_described_for_want_of_memory_counts_all_the_same() {
        Job job = failed(JobRequest.ofType("hoarding", "x").maxAttempts(1));
        assertThat(job.run().failures()).isEqualTo(1);
        assertThat(job.error().orElseThrow().message()).contains("could not be described", "OutOfMemoryError");
    }

    @Test
    void the_first_retry_comes_after_two_seconds_and_up_to_a_fifth_of_it() {
        Job job = waiting(JobRequest.ofType("default", "x"));
        assertThat(waitOf(job)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_401));
        assertThat(job.error().orElseThrow().message()).isEqualTo("x");
        assertThat(jobs.explain(job.id()).orElseThrow()).contains("Its latest attempt failed: x");
    }

    @Test
    void the_second_retry_waits_twice_as_long() {
        Job first = waiting(JobRequest.ofType("default", "x"));
        clock.move(Duration.ofSeconds(3));
        await().until(() -> jobs.attempts(first.id()).size() == 2);
        Job second = jobs.find(first.id()).orElseThrow();
        assertThat(waitOf(second)).isBetween(Duration.ofSeconds(4), Duration.ofMillis(4_801));
        assertThat(second.run().failures()).isEqualTo(2);
    }

    @Test
    void a_type_says_how_often_and_how_its_jobs_are_tried() {
        Job job = failed(JobRequest.ofType("hurried", "x"));
        assertThat(jobs.attempts(job.id()))
                .extracting(Attempt::outcome)
                .containsExactly(Outcome.FAILED, Outcome.FAILED);
        assertThat(job.run().failures()).isEqualTo(2);
    }

    @Test
    void a_request_says_how_often_and_wins_over_its_type() {
        Job job = failed(JobRequest.ofType("hurried", "x").maxAttempts(5));
        assertThat(jobs.attempts(job.id())).hasSize(5);
    }

    @Test
    void a_request_says_how_and_wins_over_its_type() {
        RetryPolicy patient = RetryPolicy.builder()
                .backoff(Backoff.constant(Duration.ofHours(1)))
                .build();
        assertThat(waitOf(waiting(JobRequest.ofType("hurried", "x").retry(patient))))
                .isEqualTo(Duration.ofHours(1));
        assertThat(jobs.attempts(
                        failed(JobRequest.ofType("default", "x").retry(HURRIED)).id()))
                .hasSize(4);
    }

    @Test
    void an_exception_may_end_the_job_at_once_unless_it_is_excepted() {
        RetryPolicy picky = RetryPolicy.builder()
                .backoff(AT_ONCE)
                .retryOn(FileNotFoundException.class)
                .giveUpOn(IOException.class)
                .build();
        assertThat(jobs.attempts(
                        failed(JobRequest.ofType("default", "x").retry(picky)).id()))
                .hasSize(1);
        assertThat(jobs.attempts(failed(JobRequest.ofType("default", "missing").retry(picky))
                        .id()))
                .hasSize(4);
    }

    @Test
    void an_exception_may_have_a_wait_of_its_own() {
        RetryPolicy exact = RetryPolicy.builder()
                .waitOn(FileNotFoundException.class, Duration.ofMinutes(7))
                .backoff(AT_ONCE)
                .build();
        assertThat(waitOf(waiting(JobRequest.ofType("default", "missing").retry(exact))))
                .isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void an_illegal_value_of_the_handlers_own_calls_is_a_failure_like_any_other() throws InterruptedException {
        JobService service = JobService.builder()
                .store(new InMemoryJobStore())
                .type(JobType.of("oops", String.class, (word, job) -> {
                            if (job.attempt() == 1) {
                                job.progress().percent(101);
                            }
                            return word;
                        })
                        .retry(RetryPolicy.builder()
                                .backoff(Backoff.constant(Duration.ofMillis(1)))
                                .build()))
                .start();
        try (service) {
            assertThat(service.submit(JobRequest.ofType("oops", "x")).await(LONG))
                    .isEqualTo("x");
        }
    }

    @Test
    void a_timeout_is_a_failure_that_is_retried() throws InterruptedException {
        Blocker blocker = Blocker.obedient();
        try (JobService other = JobService.builder()
                .store(new InMemoryJobStore())
                .handler("block", String.class, blocker)
                .start()) {
            JobHandle<Object> handle = other.submit(JobRequest.ofType("block", "x")
                    .timeout(Duration.ofMillis(100))
                    .maxAttempts(2)
                    .retry(HURRIED));
            assertThatThrownBy(() -> handle.await(LONG)).hasMessageContaining("PT0.1S");
            assertThat(other.attempts(handle.id()))
                    .extracting(Attempt::outcome)
                    .containsExactly(Outcome.TIMED_OUT, Outcome.TIMED_OUT);
        }
    }

    @Test
    void a_retry_by_hand_gives_all_attempts_again_and_counts_on() {
        Job job = failed(JobRequest.ofType("hurried", "x"));
        assertThat(jobs.retry(job.id())).isEqualTo(RetryAnswer.RETRIED);
        await().until(() -> jobs.attempts(job.id()).size() == 4);
        await().until(() -> jobs.find(job.id()).orElseThrow().status() == JobStatus.FAILED);
        assertThat(jobs.attempts(job.id())).extracting(Attempt::number).containsExactly(1, 2, 3, 4);
    }

    @Test
    void an_exception_that_cannot_even_be_described_fails_its_attempt_and_no_worker() {
        Job job = failed(JobRequest.ofType("nasty", "x").maxAttempts(1));
        assertThat(jobs.attempts(job.id())).extracting(Attempt::outcome).containsExactly(Outcome.FAILED);
        assertThat(job.error().orElseThrow().exception()).contains("RetryTest");
    }

    @Test
    void an_error_of_the_jvm_fails_its_attempt_and_no_worker() {
        Job job = failed(JobRequest.ofType("fatal", "deep").maxAttempts(1));
        assertThat(job.error().orElseThrow().message()).isEqualTo("deep");
        assertThat(job.error().orElseThrow().kind().name()).isEqualTo("SYSTEM");
    }
}
