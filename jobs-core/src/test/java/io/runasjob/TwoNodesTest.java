package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.CancelAnswer;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.Job;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.memory.InMemoryJobStore;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TwoNodesTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final InMemoryJobStore store = new InMemoryJobStore();
    private final Blocker blocker = Blocker.obedient();
    private final Queue<String> order = new ConcurrentLinkedQueue<>();

    private JobServiceBuilder node() {
        return JobService.builder().sharedStore(store);
    }

    private JobServiceBuilder worker() {
        return node().handler("block", String.class, blocker)
                .handler("note", String.class, (word, job) -> order.add(word))
                .queue("default", 1);
    }

    @AfterEach
    void release() {
        blocker.release();
    }

    @Test
    void two_nodes_share_the_work() throws InterruptedException {
        try (JobService one = worker().start();
                JobService two = worker().start()) {
            List<JobHandle<Object>> handles = one.submitAll(
                    List.of(JobRequest.<Object>ofType("block", "a"), JobRequest.<Object>ofType("block", "b")));
            blocker.awaitBegun();
            blocker.awaitBegun();
            assertThat(handles.stream().map(handle -> handle.job().run().nodeOrNull()))
                    .containsExactlyInAnyOrder(one.nodeId(), two.nodeId());
            blocker.release();
            assertThat(handles.get(0).await(LONG)).isEqualTo("a by attempt 1");
            assertThat(handles.get(1).await(LONG)).isEqualTo("b by attempt 1");
        }
    }

    @Test
    void no_job_runs_twice_however_many_nodes_want_it() throws InterruptedException {
        try (JobService one = worker().start();
                JobService two = worker().start()) {
            List<JobRequest<Object>> requests = IntStream.range(0, 500)
                    .mapToObj(i -> JobRequest.<Object>ofType("note", "job " + i))
                    .toList();
            for (JobHandle<Object> handle : one.submitAll(requests)) {
                handle.await(LONG);
            }
            assertThat(two.nodeId()).isNotEqualTo(one.nodeId());
            assertThat(order).hasSize(500).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_node_awaits_reads_and_cancels_the_jobs_of_another() throws InterruptedException {
        try (JobService one = worker().start();
                JobService two = node().submitOnly().start()) {
            JobHandle<Object> first = one.submit(JobRequest.ofType("block", "a"));
            blocker.awaitBegun();
            assertThat(two.cancel(first.id())).isEqualTo(CancelAnswer.REQUESTED);
            blocker.awaitInterrupted();
            blocker.release();
            JobHandle<Object> second = one.submit(JobRequest.ofType("block", "b"));
            assertThat(two.handle(second.id(), String.class).await(LONG)).isEqualTo("b by attempt 1");
            assertThat(two.find(first.id()).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    @Test
    void a_job_of_a_type_that_no_live_node_knows_stays_and_says_why() throws InterruptedException {
        try (JobService one = worker().start()) {
            JobHandle<Object> stranger;
            try (JobService two = node().handler("strange", String.class, (word, job) -> word)
                    .queue("elsewhere", 1)
                    .start()) {
                stranger = two.submit(JobRequest.ofType("strange", "x"));
                assertThat(one.explain(stranger.id()).orElseThrow())
                        .isEqualTo("No live node that works on queue 'default' knows job type 'strange'.");
            }
            one.submit(JobRequest.ofType("note", "mine")).await(LONG);
            assertThat(one.find(stranger.id()).orElseThrow().status()).isEqualTo(JobStatus.PENDING);
            assertThat(one.explain(stranger.id()).orElseThrow()).contains("No live node knows job type 'strange'");
            try (JobService late =
                    node().handler("strange", String.class, (word, job) -> word).start()) {
                assertThat(one.handle(stranger.id()).await(LONG)).isEqualTo("x");
                assertThat(late.find(stranger.id()).orElseThrow().run().nodeOrNull())
                        .isEqualTo(late.nodeId());
            }
        }
    }

    @Test
    void a_job_of_a_queue_that_no_live_node_works_on_says_so() {
        try (JobService one = worker().start()) {
            JobHandle<Object> handle = one.submit(JobRequest.ofType("note", "x").queue("nowhere"));
            assertThat(one.explain(handle.id()).orElseThrow()).contains("No live node works on queue 'nowhere'");
        }
    }

    @Test
    void a_job_behind_a_busy_worker_says_that_it_waits_for_it() throws InterruptedException {
        try (JobService one = worker().start()) {
            one.submit(JobRequest.ofType("block", "x"));
            blocker.awaitBegun();
            JobHandle<Object> next = one.submit(JobRequest.ofType("note", "y"));
            assertThat(one.explain(next.id()).orElseThrow()).contains("waits for a free worker of queue 'default'");
            blocker.release();
            next.await(LONG);
            assertThat(one.explain(next.id())).isEmpty();
        }
    }

    @Test
    void one_worker_takes_higher_priorities_first_then_the_order_of_submission() throws InterruptedException {
        try (JobService one = worker().start()) {
            one.submit(JobRequest.ofType("block", "first"));
            blocker.awaitBegun();
            List<JobHandle<Object>> handles = one.submitAll(List.of(
                    JobRequest.<Object>ofType("note", "normal 1"),
                    JobRequest.<Object>ofType("note", "low").priority(0),
                    JobRequest.<Object>ofType("note", "normal 2"),
                    JobRequest.<Object>ofType("note", "high").priority(10)));
            blocker.release();
            for (JobHandle<Object> handle : handles) {
                handle.await(LONG);
            }
            assertThat(order).containsExactly("high", "normal 1", "normal 2", "low");
        }
    }

    @Test
    void a_node_that_only_submits_takes_no_job_but_keeps_time_for_all() throws InterruptedException {
        try (JobService submitter = node().handler("note", String.class, (word, job) -> order.add(word))
                .submitOnly()
                .start()) {
            JobHandle<Object> handle =
                    submitter.submit(JobRequest.ofType("note", "x").in(Duration.ofMillis(50)));
            NodeId worker;
            try (JobService one = worker().start()) {
                worker = one.nodeId();
                handle.await(LONG);
            }
            assertThat(handle.job().run().nodeOrNull()).isEqualTo(worker);
            assertThat(submitter.nodes()).extracting(Node::id).containsExactly(submitter.nodeId());
            assertThat(submitter.nodes().get(0).queues()).isEmpty();
            assertThat(submitter.list(JobQuery.all()).items())
                    .extracting(Job::status)
                    .containsOnly(JobStatus.COMPLETED);
        }
    }

    @Test
    void a_node_that_only_submits_has_no_queues() {
        assertThatThrownBy(() -> worker().submitOnly().start())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("submitOnly");
    }
}
