package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.Attempt;
import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.IllegalTransitionException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.Job;
import io.runasjob.job.JobCancelledException;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobType;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Outcome;
import io.runasjob.memory.InMemoryJobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunHereTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final IOException cause = new IOException("row 2 is broken");

    private final JobService jobs = JobService.builder()
            .store(new InMemoryJobStore())
            .handler(
                    "where",
                    String.class,
                    (word, job) -> word + " on " + Thread.currentThread().getName())
            .type(JobType.of("fail", String.class, (word, job) -> {
                        throw cause;
                    })
                    .maxAttempts(9))
            .handler("later", String.class, this::snoozeOnce)
            .handler("cancel", String.class, (word, job) -> this.cancelItself(job))
            .handler("outer", String.class, (word, job) -> this.runInner(job))
            .handler("slow", String.class, (word, job) -> {
                new CountDownLatch(1).await();
                return word;
            })
            .queue("default", 1)
            .start();

    @AfterEach
    void close() {
        assertThat(Thread.interrupted()).as("interrupt flag left to the caller").isFalse();
        jobs.close();
    }

    private String snoozeOnce(String word, JobContext job) {
        if (job.attempt() == 1) {
            throw job.snooze(Duration.ofMillis(10));
        }
        return word + " by attempt " + job.attempt();
    }

    private String cancelItself(JobContext job) throws InterruptedException {
        jobs.cancel(job.id());
        new CountDownLatch(1).await();
        return "never";
    }

    private String runInner(JobContext job) {
        String inner = jobs.run(JobRequest.ofType("where", "inner"));
        assertThat(JobContext.current()).isSameAs(job);
        return inner;
    }

    private Job onlyJob() {
        List<Job> all = jobs.list(JobQuery.all()).items();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void a_job_runs_on_the_calling_thread_and_is_tracked() {
        String result = jobs.run(JobRequest.<String>ofType("where", "here").owner("ann"));
        assertThat(result).isEqualTo("here on " + Thread.currentThread().getName());
        Job job = onlyJob();
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.spec().owner()).contains("ann");
        assertThat(job.result()).contains("\"" + result + "\"");
        assertThat(jobs.attempts(job.id())).extracting(Attempt::outcome).containsExactly(Outcome.SUCCEEDED);
    }

    @Test
    void a_failure_is_thrown_with_its_cause_and_not_retried() {
        assertThatThrownBy(() -> jobs.run(JobRequest.ofType("fail", "x")))
                .isInstanceOf(JobFailedException.class)
                .hasCause(cause);
        Job job = onlyJob();
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error().orElseThrow().message()).isEqualTo("row 2 is broken");
        assertThat(jobs.attempts(job.id())).hasSize(1);
    }

    @Test
    void a_snoozed_job_is_run_later_by_a_worker() throws InterruptedException {
        assertThatThrownBy(() -> jobs.run(JobRequest.ofType("later", "x")))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("a worker of its queue will run it");
        JobId id = onlyJob().id();
        assertThat(jobs.handle(id).await(LONG)).isEqualTo("x by attempt 2");
    }

    @Test
    void here_and_now_takes_no_delay() {
        JobRequest<Object> request = JobRequest.ofType("where", "x");
        assertThatThrownBy(() -> jobs.run(request.in(Duration.ofSeconds(5))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("PT5S");
        assertThatThrownBy(() -> jobs.run(request.at(Instant.parse("2100-01-01T00:00:00Z"))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("2100-01-01");
        assertThat(jobs.list(JobQuery.all()).items()).isEmpty();
        assertThat(jobs.run(request.in(Duration.ZERO))).asString().startsWith("x on");
    }

    @Test
    void a_taken_unique_key_is_refused_whatever_the_policy() {
        JobRequest<Object> request = JobRequest.ofType("where", "x");
        JobId holder = jobs.create(request.uniqueKey("k"));
        assertThatThrownBy(() -> jobs.run(request.uniqueKey("k")))
                .isInstanceOfSatisfying(
                        DuplicateJobException.class,
                        e -> assertThat(e.existing()).isEqualTo(holder));
        assertThatThrownBy(() -> jobs.run(request.uniqueKey("k", OnDuplicate.RETURN_EXISTING)))
                .isInstanceOf(DuplicateJobException.class);
        onlyJob();
    }

    @Test
    void a_cancelled_run_is_interrupted_and_its_caller_told() {
        assertThatThrownBy(() -> jobs.run(JobRequest.ofType("cancel", "x"))).isInstanceOf(JobCancelledException.class);
        assertThat(onlyJob().status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void a_run_that_takes_too_long_is_interrupted_and_fails() {
        assertThatThrownBy(() -> jobs.run(JobRequest.ofType("slow", "x").timeout(Duration.ofMillis(100))))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining(TimeoutException.class.getName());
        assertThat(jobs.attempts(onlyJob().id())).extracting(Attempt::outcome).containsExactly(Outcome.TIMED_OUT);
    }

    @Test
    void a_run_inside_a_handler_gives_the_handler_its_context_back() throws InterruptedException {
        JobHandle<String> outer = jobs.submit(JobRequest.ofType("outer", "x"));
        assertThat(outer.await(LONG)).startsWith("inner on runasjob-worker-");
        assertThat(jobs.list(JobQuery.all()).items()).extracting(Job::status).containsOnly(JobStatus.COMPLETED);
    }

    @Test
    void outside_a_job_there_is_no_current_one() {
        assertThatThrownBy(JobContext::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Thread.currentThread().getName());
        jobs.run(JobRequest.ofType("where", "x"));
        assertThatThrownBy(JobContext::current).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_interrupt_of_the_callers_own_stays_with_the_caller() {
        Thread.currentThread().interrupt();
        jobs.run(JobRequest.ofType("where", "x"));
        assertThat(Thread.interrupted()).isTrue();
    }
}
