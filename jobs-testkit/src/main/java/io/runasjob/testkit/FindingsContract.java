package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.NodeRegistry.Heartbeat;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node finds that nobody rang for, with a heartbeat or by a look alone. */
interface FindingsContract extends StoreTests {

    /** What a heartbeat finds; a look must find the same. */
    private Set<Bell> found(NodeId node) {
        Set<Bell> looked = store().look(node);
        Set<Bell> found = store().heartbeat(node).found();
        assertThat(looked).as("found by a look").isEqualTo(found);
        return found;
    }

    @Test
    default void nothing_is_found_where_nothing_waits() {
        NodeId node = driver().node();
        assertThat(found(node)).isEmpty();

        for (JobStatus status : JobStatus.values()) {
            if (status != JobStatus.PENDING) {
                driver().bring(status);
            }
        }
        assertThat(found(node)).isEmpty();
    }

    @Test
    default void a_pending_job_is_found_until_it_is_claimed() {
        NodeId node = driver().node();
        driver().insert(SampleJobs.sample());
        assertThat(found(node)).containsExactly(Bell.READY);

        driver().claim(node, "default", 10);
        assertThat(found(node)).isEmpty();
    }

    @Test
    default void a_pending_job_of_any_queue_and_type_is_found() {
        NodeId node = driver().node();
        JobId elsewhere = driver().insert(SampleJobs.sample().queue("elsewhere").type("unknown.here"));
        assertThat(found(node)).containsExactly(Bell.READY);

        store().cancel(List.of(elsewhere));
        assertThat(found(node)).isEmpty();
    }

    @Test
    default void a_scheduled_job_is_found_when_it_is_due_until_it_is_promoted() {
        NodeId node = driver().node();
        driver().insert(SampleJobs.sample().after(Duration.ofMinutes(10)));
        driver().passTime(Duration.ofMinutes(9));
        assertThat(found(node)).isEmpty();

        driver().passTime(Duration.ofMinutes(1));
        assertThat(found(node)).containsExactly(Bell.SCHEDULED);
        store().promote(10);
        assertThat(found(node)).containsExactly(Bell.READY);
    }

    @Test
    default void a_node_that_died_is_found_until_its_jobs_are_rescued() {
        Lease lost = driver().run(SampleJobs.sample());
        NodeId node = driver().node();
        driver().passTime(Duration.ofSeconds(20));
        assertThat(found(node)).isEmpty();

        driver().passTime(Duration.ofSeconds(20));
        assertThat(found(node)).containsExactly(Bell.LOST);
        assertThat(store().rescue(3, 10)).hasSize(1);
        assertThat(found(node)).containsExactly(Bell.READY);
        assertThat(driver().start(lost.job(), node).attempt()).isEqualTo(2);
        assertThat(found(node)).isEmpty();
    }

    @Test
    default void a_node_that_died_without_a_job_is_found_until_it_is_forgotten() {
        driver().node();
        driver().passTime(StoreDriver.DEAD_AFTER.multipliedBy(2));
        NodeId node = driver().node();
        assertThat(found(node)).containsExactly(Bell.LOST);

        assertThat(store().rescue(3, 10)).isEmpty();
        assertThat(found(node)).isEmpty();
    }

    @Test
    default void a_look_renews_nothing_and_does_not_find_the_silence_of_its_own_node() {
        NodeId node = driver().node();
        for (int period = 0; period < 3; period++) {
            driver().passTime(Duration.ofSeconds(20));
            assertThat(store().look(node)).isEmpty();
        }
        assertThat(store().nodes()).extracting(Node::alive).containsExactly(false);
    }

    @Test
    default void a_look_tells_that_jobs_of_the_node_were_asked_to_stop() {
        NodeId node = driver().node();
        Lease asked = driver().start(driver().insert(SampleJobs.sample()), node);
        NodeId other = driver().run(SampleJobs.sample()).node();
        store().cancel(List.of(asked.job()));

        assertThat(store().look(node)).containsExactly(Bell.CANCEL);
        assertThat(store().look(other)).isEmpty();
        assertThat(store().heartbeat(node)).isEqualTo(new Heartbeat(true, Set.of(asked), Set.of()));
        driver().finish(new AttemptEnd.Cancelled(asked));
        assertThat(store().look(node)).isEmpty();
    }

    @Test
    default void a_node_that_is_not_known_finds_nothing() {
        JobId waiting = driver().insert(SampleJobs.sample());
        NodeId gone = driver().node();
        store().deregister(gone);

        assertThat(store().look(gone)).isEmpty();
        assertThat(store().heartbeat(gone)).isEqualTo(Heartbeat.UNKNOWN);
        assertThat(driver().read(waiting).status()).isEqualTo(JobStatus.PENDING);
    }
}
