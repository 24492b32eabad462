package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.LeaseLostException;
import io.runasjob.job.Node;
import io.runasjob.job.Outcome;
import io.runasjob.job.StoreClosedException;
import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.spi.JobExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShutdownTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final JobRequest<Object> BLOCK = JobRequest.ofType("block", "x");
    private static final JobRequest<Object> NOTE = JobRequest.ofType("note", "y");

    private final InMemoryJobStore store = new InMemoryJobStore();
    private final TroubledStore trouble = new TroubledStore(store);
    private Blocker blocker = Blocker.obedient();

    private JobServiceBuilder node(Duration grace) {
        return JobService.builder()
                .sharedStore(trouble.store())
                .handler("block", String.class, (word, job) -> blocker.handle(word, job))
                .handler("note", String.class, (word, job) -> word)
                .queue("default", 2)
                .grace(grace);
    }

    @AfterEach
    void release() {
        trouble.heal();
        blocker.release();
    }

    private Job job(JobId id) {
        return store.find(List.of(id)).get(0);
    }

    private void assertGivenBack(JobId id) {
        assertThat(job(id).status()).isEqualTo(JobStatus.PENDING);
        assertThat(job(id).run().failures()).isZero();
        assertThat(store.attempts(id)).extracting(Attempt::outcome).containsExactly(Outcome.RELEASED);
    }

    private static Thread closing(JobService jobs) {
        Thread closer = new Thread(jobs::close);
        closer.start();
        return closer;
    }

    @Test
    void running_jobs_end_within_the_grace_period() throws InterruptedException {
        JobService jobs = node(LONG).start();
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        Thread closer = closing(jobs);
        blocker.release();
        closer.join();
        assertThat(job(handle.id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(store.nodes()).isEmpty();
    }

    @Test
    void the_heart_beats_for_as_long_as_a_closing_node_holds_jobs() throws InterruptedException {
        JobService jobs = node(LONG)
                .heartbeat(Duration.ofMillis(200))
                .deadAfter(Duration.ofSeconds(5))
                .start();
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        Thread closer = closing(jobs);
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        int beats = trouble.calls("heartbeat");
        await().until(() -> trouble.calls("heartbeat") > beats + 1); // one may have been under way
        assertThat(store.nodes()).singleElement().matches(Node::alive, "is alive");
        blocker.release();
        closer.join();
        assertThat(job(handle.id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void jobs_that_go_on_after_the_grace_period_are_told_interrupted_and_given_back() throws InterruptedException {
        CompletableFuture<JobContext> context = new CompletableFuture<>();
        JobService jobs = node(Duration.ZERO)
                .handler("tell", String.class, (word, job) -> {
                    context.complete(job);
                    return blocker.handle(word, job);
                })
                .start();
        JobHandle<Object> handle = jobs.submit(JobRequest.ofType("tell", "x"));
        blocker.awaitBegun();
        jobs.close();
        blocker.awaitInterrupted();
        assertThat(context.join().isCancelled()).isTrue();
        assertGivenBack(handle.id());
    }

    @Test
    void a_handler_that_ignores_interrupts_does_not_keep_the_close_for_ever() throws InterruptedException {
        blocker = Blocker.stubborn();
        JobService jobs = node(Duration.ZERO).start();
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        jobs.close();
        assertGivenBack(handle.id());
        blocker.release();
        await().until(ShutdownTest::ourThreads, List::isEmpty);
        assertGivenBack(handle.id());
    }

    @Test
    void claimed_jobs_that_no_thread_has_begun_are_given_back_without_waiting_for_the_others() throws Exception {
        ExecutorService oneThread = Executors.newSingleThreadExecutor();
        JobService jobs = node(LONG).executor(JobExecutor.of(oneThread)).start();
        JobHandle<Object> running = jobs.submit(BLOCK);
        blocker.awaitBegun();
        JobHandle<Object> waiting = jobs.submit(NOTE);
        await().until(() -> waiting.job().status() == JobStatus.RUNNING);
        Thread closer = closing(jobs);
        await().until(() -> job(waiting.id()).status() == JobStatus.PENDING);
        assertGivenBack(waiting.id());
        assertThat(job(running.id()).status()).isEqualTo(JobStatus.RUNNING);
        blocker.release();
        closer.join();
        assertThat(job(running.id()).status()).isEqualTo(JobStatus.COMPLETED);
        oneThread.shutdown();
    }

    @Test
    void a_handler_may_submit_and_await_while_its_service_drains() throws InterruptedException {
        CountDownLatch closing = new CountDownLatch(1);
        CompletableFuture<JobService> self = new CompletableFuture<>();
        JobService jobs = node(LONG)
                .handler("parent", String.class, (word, job) -> {
                    blocker.handle(word, job);
                    closing.await();
                    return self.join().submit(NOTE).id().toString();
                })
                .start();
        self.complete(jobs);
        JobHandle<Object> parent = jobs.submit(JobRequest.ofType("parent", "x"));
        blocker.awaitBegun();
        blocker.release();
        JobHandle<Object> waiting = jobs.submit(BLOCK.in(Duration.ofHours(1)));
        Thread closer = closing(jobs);
        await().until(() -> closer.getState() != Thread.State.RUNNABLE && closer.getState() != Thread.State.NEW);
        closing.countDown();
        closer.join();
        assertThat(job(parent.id()).status()).isEqualTo(JobStatus.COMPLETED);
        JobId child = JobId.of(job(parent.id()).result().orElseThrow().replace("\"", ""));
        assertThat(job(child).status()).isEqualTo(JobStatus.PENDING);
        assertThat(job(waiting.id()).status()).isEqualTo(JobStatus.SCHEDULED);
    }

    @Test
    void jobs_of_a_claim_that_comes_back_after_the_close_are_given_back_and_not_run() throws InterruptedException {
        trouble.holdNextAnswer("claim");
        JobService jobs = node(Duration.ZERO).start();
        JobId id = jobs.submit(NOTE.in(Duration.ofMillis(1))).id();
        trouble.awaitHeldAnswer();
        jobs.close();
        trouble.heal();
        await().until(() -> job(id).status() == JobStatus.PENDING);
        assertGivenBack(id);
    }

    @Test
    void a_job_that_is_driven_by_hand_is_given_back_at_once() {
        JobService jobs = node(LONG).start();
        JobId id = jobs.create(NOTE);
        JobContext context = jobs.start(id);
        assertTimeout(LONG.dividedBy(2), jobs::close);
        assertThat(context.isCancelled()).isTrue();
        assertGivenBack(id);
    }

    @Test
    void who_runs_a_job_here_is_told_when_the_service_closes_before_its_end_is_stored() throws InterruptedException {
        JobService jobs = node(Duration.ZERO).start();
        CompletableFuture<Object> run = CompletableFuture.supplyAsync(() -> jobs.run(BLOCK));
        blocker.awaitBegun();
        trouble.goDown();
        blocker.release();
        await().until(() -> trouble.calls("finish") > 0);
        jobs.close();
        assertThatThrownBy(run::join).hasCauseInstanceOf(LeaseLostException.class);
    }

    @Test
    void no_thread_is_left() throws InterruptedException {
        JobService jobs = node(LONG).start();
        jobs.submit(NOTE).await(LONG);
        assertThat(ourThreads()).isNotEmpty();
        jobs.close();
        await().until(ShutdownTest::ourThreads, List::isEmpty);
    }

    @Test
    void no_thread_is_left_when_the_store_is_away() {
        JobService jobs = node(Duration.ZERO).start();
        trouble.goDown();
        jobs.close();
        await().until(ShutdownTest::ourThreads, List::isEmpty);
    }

    @Test
    void no_thread_and_no_job_is_left_when_the_closing_thread_is_interrupted() throws InterruptedException {
        JobService jobs = node(LONG).start();
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        Thread.currentThread().interrupt();
        jobs.close();
        assertThat(Thread.interrupted()).isTrue();
        await().until(ShutdownTest::ourThreads, List::isEmpty);
        assertGivenBack(handle.id());
        assertThat(store.nodes()).isEmpty();
    }

    @Test
    void no_thread_is_left_when_the_service_does_not_start() {
        trouble.refuse("register");
        assertThatThrownBy(() -> node(LONG).start()).hasMessageContaining("No register today");
        assertThat(ourThreads()).isEmpty();
    }

    @Test
    void a_waiter_is_told_that_the_service_was_closed() throws InterruptedException {
        JobService jobs = node(LONG).start();
        JobHandle<Object> handle = jobs.submit(NOTE.in(Duration.ofHours(1)));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                () -> assertThatThrownBy(() -> handle.await(LONG)).isInstanceOf(StoreClosedException.class));
        int looks = trouble.calls("find");
        await().until(() -> trouble.calls("find") > looks);
        jobs.close();
        waiting.join();
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("runasjob-"))
                .toList();
    }
}
