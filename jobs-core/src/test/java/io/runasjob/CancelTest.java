package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.Attempt;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.JobCancelledException;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.spi.JobExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CancelTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TroubledStore trouble = new TroubledStore(new InMemoryJobStore());
    private final Blocker stubborn = Blocker.stubborn();
    private final Blocker failing = Blocker.stubborn();
    private final Set<JobId> ran = ConcurrentHashMap.newKeySet();
    private final CountDownLatch polling = new CountDownLatch(1);
    private final CompletableFuture<Boolean> leaked = new CompletableFuture<>();
    private final JobService jobs = JobService.builder()
            .store(trouble.store())
            .handler("stubborn", String.class, stubborn)
            .handler("failing", String.class, this::fail)
            .handler("polling", String.class, this::poll)
            .handler("note", String.class, (word, job) -> ran.add(job.id()))
            .handler("look", String.class, this::look)
            .queue("default", 1)
            .start();

    @AfterEach
    void close() {
        trouble.heal();
        stubborn.release();
        failing.release();
        jobs.close();
    }

    private static String interruptItself(String word, JobContext job) {
        Thread.currentThread().interrupt();
        return word + job.attempt();
    }

    private boolean look(String word, JobContext job) {
        return leaked.complete(Thread.currentThread().isInterrupted());
    }

    private String fail(String word, JobContext job) throws Exception {
        failing.handle(word, job);
        throw new IOException("broken");
    }

    private String poll(String word, JobContext job) {
        assertThat(job.isCancelled()).isFalse();
        job.throwIfCancelled();
        polling.countDown();
        while (!job.isCancelled()) {
            Thread.onSpinWait();
        }
        job.throwIfCancelled();
        return word;
    }

    private static JobStatus ended(JobHandle<?> handle) throws InterruptedException {
        try {
            handle.await(LONG);
        } catch (JobCancelledException | JobFailedException e) {
            assertThat(e).hasMessageContaining(handle.id().toString());
        }
        return handle.job().status();
    }

    @Test
    void a_handler_sees_that_its_job_was_cancelled() throws InterruptedException {
        JobHandle<Object> handle = jobs.submit(JobRequest.ofType("polling", "x"));
        polling.await();
        assertThat(handle.cancel()).isEqualTo(CancelAnswer.REQUESTED);
        assertThatThrownBy(() -> handle.await(LONG)).isInstanceOf(JobCancelledException.class);
        assertThat(jobs.attempts(handle.id())).extracting(Attempt::outcome).containsExactly(Outcome.CANCELLED);
    }

    @Test
    void an_attempt_that_fails_after_it_was_told_to_stop_is_cancelled_and_not_retried() throws InterruptedException {
        JobHandle<Object> handle = jobs.submit(JobRequest.ofType("failing", "x"));
        failing.awaitBegun();
        handle.cancel();
        failing.awaitInterrupted();
        failing.release();
        assertThat(ended(handle)).isEqualTo(JobStatus.CANCELLED);
        assertThat(jobs.attempts(handle.id())).hasSize(1);
    }

    @Test
    void an_attempt_that_fails_before_it_heard_of_the_cancel_is_cancelled_and_not_retried()
            throws InterruptedException {
        JobHandle<Object> handle = jobs.submit(JobRequest.ofType("failing", "x"));
        failing.awaitBegun();
        trouble.hang("heartbeat");
        assertThat(handle.cancel()).isEqualTo(CancelAnswer.REQUESTED);
        failing.release();
        assertThat(ended(handle)).isEqualTo(JobStatus.CANCELLED);
        assertThat(jobs.attempts(handle.id())).extracting(Attempt::outcome).containsExactly(Outcome.FAILED);
    }

    @Test
    void a_job_that_completes_after_its_cancel_was_requested_is_completed() throws InterruptedException {
        JobHandle<Object> handle = jobs.submit(JobRequest.ofType("stubborn", "x"));
        stubborn.awaitBegun();
        assertThat(handle.cancel()).isEqualTo(CancelAnswer.REQUESTED);
        stubborn.awaitInterrupted();
        stubborn.release();
        assertThat(handle.await(LONG)).isEqualTo("x by attempt 1");
        assertThat(handle.cancel()).isEqualTo(CancelAnswer.ALREADY_FINISHED);
    }

    @Test
    void the_answer_of_a_cancel_is_true_whatever_it_races_with() throws InterruptedException {
        List<JobHandle<Object>> handles = jobs.submitAll(IntStream.range(0, 300)
                .mapToObj(i -> JobRequest.<Object>ofType("note", "job " + i))
                .toList());
        Map<JobId, CancelAnswer> answers = new ConcurrentHashMap<>();
        handles.forEach(handle -> answers.put(handle.id(), handle.cancel()));
        for (JobHandle<Object> handle : handles) {
            JobStatus status = ended(handle);
            switch (answers.get(handle.id())) {
                case CANCELLED ->
                    assertThat(status == JobStatus.CANCELLED && !ran.contains(handle.id()))
                            .isTrue();
                case ALREADY_FINISHED -> assertThat(status).isEqualTo(JobStatus.COMPLETED);
                case REQUESTED -> assertThat(status).isIn(JobStatus.COMPLETED, JobStatus.CANCELLED);
                default -> throw new AssertionError(answers);
            }
        }
    }

    @Test
    void an_interrupt_never_reaches_the_next_job_on_the_thread() {
        try (JobService sameThread = JobService.builder()
                .store(new InMemoryJobStore())
                .handler("interrupt", String.class, CancelTest::interruptItself)
                .handler("look", String.class, this::look)
                .executor(JobExecutor.of(Runnable::run))
                .queue("default", 1)
                .start()) {
            sameThread.submitAll(List.of(JobRequest.ofType("interrupt", "x"), JobRequest.ofType("look", "y")));
            assertThat(leaked.join()).isFalse();
        }
    }

    @Test
    void a_cancel_never_reaches_the_next_job_on_the_thread() throws InterruptedException {
        JobHandle<Object> first = jobs.submit(JobRequest.ofType("stubborn", "x"));
        stubborn.awaitBegun();
        jobs.submit(JobRequest.ofType("look", "y"));
        first.cancel();
        stubborn.release();
        assertThat(leaked.join()).isFalse();
    }
}
