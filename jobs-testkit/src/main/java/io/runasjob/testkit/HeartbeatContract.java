package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.NodeRegistry.Heartbeat;
import io.runasjob.spi.NodeRegistry.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which nodes are alive. */
interface HeartbeatContract extends StoreTests {

    @Test
    default void a_registered_node_is_listed_as_it_described_itself() {
        Registration said = new Registration(
                NodeId.random(), "höst-1", 99_999, Set.of("a", "b"), Set.of("t.1", "t.2"), Duration.ofMillis(1_500));
        Instant before = store().now();
        store().register(said);
        Node node = store().nodes().get(0);

        assertThat(store().nodes()).hasSize(1);
        assertThat(node)
                .isEqualTo(new Node(
                        said.id(),
                        said.host(),
                        said.pid(),
                        said.queues(),
                        said.types(),
                        node.started(),
                        node.started(),
                        said.deadAfter(),
                        true));
        assertThat(node.started()).isBetween(before, store().now());
    }

    @Test
    default void a_node_may_serve_no_queue() {
        NodeId submitter = NodeId.random();
        store().register(new Registration(submitter, "h", 1, Set.of(), Set.of(), StoreDriver.DEAD_AFTER));

        assertThat(store().nodes()).extracting(Node::queues).containsExactly(Set.of());
    }

    @Test
    default void nodes_are_listed_by_their_start_and_say_whether_they_are_alive() {
        NodeId first = driver().node();
        driver().passTime(Duration.ofSeconds(20));
        NodeId second = driver().node();
        driver().passTime(Duration.ofSeconds(20));

        assertThat(store().nodes()).extracting(Node::id).containsExactly(first, second);
        assertThat(store().nodes()).extracting(Node::alive).containsExactly(false, true);
    }

    @Test
    default void heartbeats_keep_a_node_alive_over_many_periods() {
        NodeId node = driver().node();
        Lease lease = driver().start(driver().insert(SampleJobs.sample()), node);
        for (int period = 0; period < 20; period++) {
            driver().passTime(Duration.ofSeconds(20));
            assertThat(store().heartbeat(node)).isEqualTo(new Heartbeat(true, Set.of(), Set.of()));
            assertThat(store().rescue(3, 100)).isEmpty();
        }
        assertThat(store().nodes()).extracting(Node::alive).containsExactly(true);
        assertThat(driver().complete(lease).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    default void registering_again_is_a_heartbeat() {
        NodeId node = driver().node();
        driver().passTime(Duration.ofSeconds(20));
        store().register(StoreDriver.registration(node));
        driver().passTime(Duration.ofSeconds(20));

        assertThat(store().nodes()).extracting(Node::id).containsExactly(node);
        assertThat(store().nodes()).extracting(Node::alive).containsExactly(true);
        assertThat(Duration.between(
                        store().nodes().get(0).started(), store().nodes().get(0).lastHeartbeat()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    default void a_node_that_nobody_registered_is_unknown() {
        assertThat(store().heartbeat(NodeId.random())).isEqualTo(Heartbeat.UNKNOWN);
        assertThat(store().nodes()).isEmpty();
    }

    @Test
    default void a_node_that_was_silent_but_not_yet_taken_for_dead_may_go_on() {
        NodeId node = driver().node();
        driver().passTime(StoreDriver.DEAD_AFTER.multipliedBy(2));

        assertThat(store().heartbeat(node).known()).isTrue();
        assertThat(store().nodes()).extracting(Node::alive).containsExactly(true);
    }

    @Test
    default void a_deregistered_node_is_forgotten() {
        NodeId node = driver().node();
        NodeId other = driver().node();
        store().deregister(node);
        store().deregister(node);

        assertThat(store().nodes()).extracting(Node::id).containsExactly(other);
        assertThat(store().heartbeat(node).known()).isFalse();
    }

    @Test
    default void a_heartbeat_tells_which_jobs_of_the_node_were_asked_to_stop() {
        NodeId node = driver().node();
        Lease asked = driver().start(driver().insert(SampleJobs.sample()), node);
        driver().start(driver().insert(SampleJobs.sample()), node);
        Lease elsewhere = driver().run(SampleJobs.sample());
        store().cancel(List.of(asked.job(), elsewhere.job()));

        assertThat(store().heartbeat(node)).isEqualTo(new Heartbeat(true, Set.of(asked), Set.of()));
        assertThat(store().heartbeat(node)).isEqualTo(new Heartbeat(true, Set.of(asked), Set.of()));
        assertThat(store().heartbeat(elsewhere.node()).cancelRequested()).containsExactly(elsewhere);

        driver().finish(new AttemptEnd.Cancelled(asked));
        assertThat(store().heartbeat(node)).isEqualTo(new Heartbeat(true, Set.of(), Set.of()));
    }

    @Test
    default void the_leases_of_a_node_are_those_of_its_running_jobs() {
        NodeId node = driver().node();
        Lease running = driver().start(driver().insert(SampleJobs.sample()), node);
        Lease alsoRunning = driver().start(driver().insert(SampleJobs.sample()), node);
        driver().complete(driver().start(driver().insert(SampleJobs.sample()), node));
        driver().finish(new AttemptEnd.Released(driver().start(driver().insert(SampleJobs.sample()), node)));
        driver().run(SampleJobs.sample());

        assertThat(store().leasesOf(node)).containsExactlyInAnyOrder(running, alsoRunning);
        store().deregister(node);
        assertThat(store().leasesOf(node)).containsExactlyInAnyOrder(running, alsoRunning);
        store().rescue(3, 10);
        assertThat(store().leasesOf(node)).isEmpty();
        assertThat(store().leasesOf(NodeId.random())).isEmpty();
    }
}
