package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobRequest;
import io.runasjob.job.Outcome;
import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.spi.JobExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExecutorTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

    private static JobServiceBuilder serviceOn(InMemoryJobStore store) {
        return JobService.builder()
                .sharedStore(store)
                .handler(
                        "where",
                        String.class,
                        (word, job) -> Thread.currentThread().toString());
    }

    private static String whereItRan(JobExecutor executor) throws InterruptedException {
        try (JobService jobs =
                serviceOn(new InMemoryJobStore()).executor(executor).start()) {
            return (String) jobs.submit(JobRequest.ofType("where", "")).await(LONG);
        }
    }

    @Test
    void jobs_run_on_platform_threads_by_name() throws InterruptedException {
        assertThat(whereItRan(JobExecutor.platformThreads())).contains("runasjob-worker-1");
    }

    @Test
    void jobs_run_on_virtual_threads_where_the_jvm_has_them() throws InterruptedException {
        assumeTrue(HAS_VIRTUAL_THREADS, "virtual threads came with Java 21");
        assertThat(whereItRan(JobExecutor.virtualThreads())).startsWith("VirtualThread");
    }

    @Test
    void a_jvm_without_virtual_threads_says_so_and_what_to_use() {
        assumeTrue(!HAS_VIRTUAL_THREADS, "this JVM has virtual threads");
        assertThatThrownBy(JobExecutor::virtualThreads)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("virtual threads")
                .hasMessageContaining("Java 21")
                .hasMessageContaining("JobExecutor.platformThreads()");
    }

    @Test
    void the_executor_of_the_host_runs_jobs_and_stays_open() throws InterruptedException {
        ExecutorService host = Executors.newSingleThreadExecutor(task -> new Thread(task, "the-hosts-own"));
        try {
            assertThat(whereItRan(JobExecutor.of(host))).contains("the-hosts-own");
            assertThat(host.isShutdown()).isFalse();
        } finally {
            host.shutdown();
        }
    }

    @Test
    void a_job_that_no_thread_takes_is_released_spends_nothing_and_runs_elsewhere() throws InterruptedException {
        InMemoryJobStore store = new InMemoryJobStore();
        JobExecutor full = JobExecutor.of(task -> {
            throw new RejectedExecutionException("full");
        });
        try (JobService rejecting = serviceOn(store).executor(full).start()) {
            JobHandle<String> handle = rejecting.submit(JobRequest.ofType("where", ""));
            await().until(() -> !rejecting.attempts(handle.id()).isEmpty());
            try (JobService other = serviceOn(store).start()) {
                assertThat(handle.await(LONG)).contains("runasjob-worker-");
                assertThat(handle.job().run().nodeOrNull()).isEqualTo(other.nodeId());
            }
            Job job = handle.job();
            List<Outcome> outcomes =
                    rejecting.attempts(job.id()).stream().map(Attempt::outcome).toList();
            assertThat(job.run().failures()).isZero();
            assertThat(outcomes).endsWith(Outcome.SUCCEEDED).startsWith(Outcome.RELEASED);
            assertThat(outcomes).as("a full executor is not hammered").hasSizeLessThan(30);
        }
    }

    /** The first error breaks off the claimer in the midst of handing over, and again where it would say so. */
    @Test
    void a_job_that_was_claimed_and_could_not_be_handed_over_goes_back_and_runs() throws InterruptedException {
        InMemoryJobStore store = new InMemoryJobStore();
        AtomicInteger calls = new AtomicInteger();
        JobExecutor failing = JobExecutor.of(task -> {
            if (calls.getAndIncrement() == 0) {
                throw new Unspeakable();
            }
            new Thread(task, "at-last").start();
        });
        try (JobService submitting = serviceOn(store).submitOnly().start();
                JobService working = serviceOn(store).executor(failing).start()) {
            JobHandle<String> handle = submitting.submit(JobRequest.ofType("where", ""));
            assertThat(handle.await(LONG)).contains("at-last");
            assertThat(handle.job().run().failures()).isZero();
            assertThat(working.attempts(handle.id()))
                    .extracting(Attempt::outcome)
                    .containsExactly(Outcome.RELEASED, Outcome.SUCCEEDED);
        }
    }
}
