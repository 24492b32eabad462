package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.Attempt;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.IllegalTransitionException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobError.Kind;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobId;
import io.runasjob.job.JobNotFoundException;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import io.runasjob.job.PayloadTooLargeException;
import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.spi.JobExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HandDrivenTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final JobRequest<Object> IMPORT = JobRequest.ofType("import", Map.of("rows", 3));

    private final InMemoryJobStore store = new InMemoryJobStore();
    private final Blocker blocker = Blocker.obedient();
    private final JobService jobs = JobService.builder()
            .sharedStore(store)
            .handler("block", String.class, blocker)
            .handler("upper", String.class, (word, job) -> word + "!")
            .queue("default", 2)
            .start();

    @AfterEach
    void close() {
        blocker.release();
        jobs.close();
    }

    @Test
    void a_job_of_a_type_without_a_handler_is_driven_by_its_creator() throws InterruptedException {
        JobId id = jobs.create(IMPORT.owner("ann"));
        assertThat(jobs.find(id).orElseThrow().status()).isEqualTo(JobStatus.PENDING);
        assertThat(jobs.explain(id).orElseThrow()).contains("creator");
        JobContext job = jobs.start(id);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.owner()).contains("ann");
        assertThat(jobs.isRunning(id)).isTrue();
        job.progress().percent(50);
        jobs.complete(id, List.of("a", "b"));
        assertThat(jobs.isRunning(id)).isFalse();
        assertThat((Object) jobs.handle(id, List.class).await(LONG)).isEqualTo(List.of("a", "b"));
        assertThat(jobs.find(id).orElseThrow().progress().percent()).hasValue(50);
        assertThat(jobs.attempts(id)).extracting(Attempt::outcome).containsExactly(Outcome.SUCCEEDED);
    }

    @Test
    void a_job_that_is_failed_by_hand_says_why() {
        JobId id = jobs.create(IMPORT);
        jobs.start(id);
        jobs.fail(id, new IOException("row 2 is broken"));
        assertThatThrownBy(() -> jobs.handle(id).await(LONG)).isInstanceOfSatisfying(JobFailedException.class, e -> {
            assertThat(e.error().kind()).isEqualTo(Kind.HANDLER);
            assertThat(e.error().message()).isEqualTo("row 2 is broken");
            assertThat(e.error().stack()).contains("HandDrivenTest");
        });
    }

    @Test
    void no_worker_takes_a_job_that_its_creator_drives() throws InterruptedException {
        JobId id = jobs.create(JobRequest.ofType("upper", "mine"));
        jobs.submit(JobRequest.ofType("upper", "theirs")).await(LONG);
        assertThat(jobs.find(id).orElseThrow().status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void starting_twice_is_refused_and_changes_nothing() {
        JobId id = jobs.create(IMPORT);
        jobs.start(id);
        assertThatThrownBy(() -> jobs.start(id))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("RUNNING")
                .hasMessageContaining("Only a PENDING job can be started");
        jobs.complete(id, null);
        assertThat(jobs.find(id).orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void ending_twice_is_refused_and_changes_nothing() {
        JobId id = jobs.create(IMPORT);
        jobs.start(id);
        jobs.complete(id, 7);
        assertThatThrownBy(() -> jobs.fail(id, new IOException()))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("COMPLETED");
        assertThat(jobs.find(id).orElseThrow().result()).contains("7");
    }

    @Test
    void a_job_that_is_not_started_cannot_be_ended() {
        JobId id = jobs.create(IMPORT);
        assertThatThrownBy(() -> jobs.complete(id, 7)).isInstanceOf(IllegalTransitionException.class);
        assertThat(jobs.find(id).orElseThrow().status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void only_the_service_that_started_a_job_can_end_it() {
        JobId id = jobs.create(IMPORT);
        jobs.start(id);
        try (JobService other =
                JobService.builder().sharedStore(store).submitOnly().start()) {
            assertThatThrownBy(() -> other.complete(id, 7))
                    .isInstanceOf(IllegalTransitionException.class)
                    .hasMessageContaining("Only the service that started it");
            assertThatThrownBy(() -> other.fail(id, new IOException())).isInstanceOf(IllegalTransitionException.class);
        }
        assertThat(jobs.isRunning(id)).isTrue();
    }

    @Test
    void a_job_that_a_worker_runs_cannot_be_ended_or_run_by_hand() throws InterruptedException {
        JobHandle<String> handle = jobs.submit(JobRequest.ofType("block", "x"));
        blocker.awaitBegun();
        assertThatThrownBy(() -> jobs.complete(handle.id(), "y")).isInstanceOf(IllegalTransitionException.class);
        assertThatThrownBy(() -> jobs.fail(handle.id(), new IOException()))
                .isInstanceOf(IllegalTransitionException.class);
        assertThatThrownBy(() -> jobs.runAsync(handle.id(), () -> "y")).isInstanceOf(IllegalTransitionException.class);
        blocker.release();
        assertThat(handle.await(LONG)).isEqualTo("x by attempt 1");
    }

    @Test
    void an_unknown_job_is_not_found() {
        JobId unknown = JobId.of("0190a000-0000-7000-8000-000000000001");
        assertThatThrownBy(() -> jobs.start(unknown)).isInstanceOf(JobNotFoundException.class);
        assertThatThrownBy(() -> jobs.complete(unknown, 7)).isInstanceOf(JobNotFoundException.class);
        assertThat(jobs.isRunning(unknown)).isFalse();
        assertThat(jobs.cancel(unknown)).isEqualTo(CancelAnswer.UNKNOWN);
        assertThat(jobs.explain(unknown)).isEmpty();
    }

    @Test
    void a_result_that_is_too_large_is_refused_and_the_job_can_still_be_completed() {
        JobId id = jobs.create(IMPORT);
        jobs.start(id);
        assertThatThrownBy(() -> jobs.complete(id, "x".repeat(300_000))).isInstanceOf(PayloadTooLargeException.class);
        jobs.complete(id, "small");
        assertThat(jobs.find(id).orElseThrow().result()).contains("\"small\"");
    }

    @Test
    void a_delay_is_refused_where_the_creator_starts_the_job_himself() {
        assertThatThrownBy(() -> jobs.create(IMPORT.in(Duration.ofSeconds(1))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("PT1S");
        assertThat(jobs.list(JobQuery.all()).items()).isEmpty();
    }

    @Test
    void async_code_ends_the_job_with_what_it_returns() throws Exception {
        JobId id = jobs.create(IMPORT);
        CompletableFuture<String> future = jobs.runAsync(
                id,
                () -> "done by " + JobContext.current().id() + " on "
                        + Thread.currentThread().getName());
        assertThat(future.get(20, TimeUnit.SECONDS)).startsWith("done by " + id + " on runasjob-worker-");
        assertThat(jobs.handle(id, String.class).await(LONG)).startsWith("done by " + id);
    }

    @Test
    void async_code_uses_the_lease_of_a_job_that_was_started_before() throws Exception {
        JobId id = jobs.create(IMPORT);
        jobs.start(id);
        assertThat(jobs.runAsync(id, () -> JobContext.current().attempt()).get(20, TimeUnit.SECONDS))
                .isEqualTo(1);
    }

    @Test
    void async_code_that_throws_fails_the_job_and_the_future_says_why() {
        JobId id = jobs.create(IMPORT);
        IOException cause = new IOException("row 2 is broken");
        CompletableFuture<Object> future = jobs.runAsync(id, () -> {
            throw cause;
        });
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(JobFailedException.class)
                .hasCause(cause);
        assertThat(jobs.find(id).orElseThrow().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void code_is_run_once_for_a_job() {
        JobId id = jobs.create(IMPORT);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Object> first = jobs.runAsync(id, () -> {
            mayEnd.await();
            return "first";
        });
        assertThatThrownBy(() -> jobs.runAsync(id, () -> "second")).isInstanceOf(IllegalTransitionException.class);
        mayEnd.countDown();
        assertThat(first.join()).isEqualTo("first");
    }

    @Test
    void code_that_no_thread_takes_gives_the_job_back() {
        JobExecutor full = JobExecutor.of(task -> {
            throw new RejectedExecutionException("full");
        });
        try (JobService other = JobService.builder()
                .sharedStore(store)
                .executor(full)
                .submitOnly()
                .start()) {
            JobId id = other.create(IMPORT);
            assertThatThrownBy(() -> other.runAsync(id, () -> "never")).isInstanceOf(RejectedExecutionException.class);
            await().until(() -> other.find(id).orElseThrow().status() == JobStatus.PENDING);
            assertThat(other.attempts(id)).extracting(Attempt::outcome).containsExactly(Outcome.RELEASED);
        }
    }

    @Test
    void a_job_that_is_driven_by_hand_learns_that_it_was_cancelled() {
        JobId id = jobs.create(IMPORT);
        JobContext job = jobs.start(id);
        assertThat(jobs.cancel(id)).isEqualTo(CancelAnswer.REQUESTED);
        await().until(job::isCancelled);
        jobs.complete(id, "done all the same");
        assertThat(jobs.find(id).orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void a_cancelled_job_cannot_be_started() {
        JobId id = jobs.create(IMPORT);
        assertThat(jobs.cancel(id)).isEqualTo(CancelAnswer.CANCELLED);
        assertThatThrownBy(() -> jobs.start(id))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("CANCELLED");
    }
}
