package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobError;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Outcome;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.JobUpkeep.Rescue;
import io.runasjob.testkit.StoreDriver.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Taking jobs away from nodes that died. */
interface RescueContract extends StoreTests {

    @Test
    default void the_jobs_of_a_live_node_stay_with_it() {
        Lease lease = driver().run(SampleJobs.sample());
        Snapshot before = driver().snapshot(lease.job());

        assertThat(store().rescue(3, 100)).isEmpty();
        assertThat(driver().snapshot(lease.job())).isEqualTo(before);
    }

    @Test
    default void the_job_of_a_dead_node_is_ready_again_and_nothing_is_spent() {
        Lease lease = runOnDeadNode(SampleJobs.sample());
        Job before = driver().read(lease.job());

        assertThat(store().rescue(3, 100)).containsExactly(new Rescue(lease, JobStatus.PENDING));

        Job job = driver().read(lease.job());
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.times().due()).isEqualTo(before.times().due());
        assertThat(job.run().failures()).isZero();
        assertThat(job.run().losses()).isEqualTo(1);
        assertThat(store().attempts(job.id())).hasSize(1);
        Attempt lost = store().attempts(job.id()).get(0);
        assertThat(lost.outcome()).isEqualTo(Outcome.LOST);
        assertThat(lost.node()).isEqualTo(lease.node());
        assertThat(lost.error().orElseThrow().kind()).isEqualTo(JobError.Kind.SYSTEM);
    }

    @Test
    default void another_node_goes_on_with_the_next_attempt_and_the_old_one_cannot_end_it() {
        Lease old = runOnDeadNode(SampleJobs.sample());
        store().rescue(3, 100);
        NodeId other = driver().node();
        Job claimed = driver().claim(other, "default", 10).get(0);

        assertThat(claimed.lease()).contains(new Lease(old.job(), 2, other));
        assertThat(store().finish(List.of(new AttemptEnd.Completed(old, "\"too late\""))))
                .isEmpty();
        Job done = driver().complete(StoreDriver.lease(claimed));
        assertThat(done.result()).contains("\"done\"");
        assertThat(store().attempts(old.job()))
                .extracting(Attempt::outcome)
                .containsExactly(Outcome.LOST, Outcome.SUCCEEDED);
    }

    @Test
    default void a_node_that_was_taken_for_dead_is_unknown_afterwards() {
        Lease lease = runOnDeadNode(SampleJobs.sample());
        store().rescue(3, 100);

        assertThat(store().heartbeat(lease.node()).known()).isFalse();
        assertThat(store().nodes()).isEmpty();
    }

    @Test
    default void a_dead_node_without_jobs_is_forgotten_and_a_live_one_is_not() {
        driver().node();
        driver().passTime(Duration.ofSeconds(31));
        NodeId live = driver().node();
        store().rescue(3, 100);

        assertThat(store().nodes()).extracting(Node::id).containsExactly(live);
    }

    @Test
    default void a_node_that_never_registered_counts_as_dead() {
        JobId id = driver().insert(SampleJobs.sample());
        Lease lease = driver().start(id, NodeId.random());

        assertThat(store().rescue(3, 100)).containsExactly(new Rescue(lease, JobStatus.PENDING));
    }

    @Test
    default void what_a_deregistered_node_still_holds_is_rescued() {
        Lease lease = driver().run(SampleJobs.sample());
        store().deregister(lease.node());

        assertThat(store().rescue(3, 100)).containsExactly(new Rescue(lease, JobStatus.PENDING));
    }

    @Test
    default void a_job_that_its_submitter_ran_itself_is_rescued_too() {
        Lease lease = StoreDriver.lease(
                driver().read(driver().insert(SampleJobs.sample().runningOn(driver().node()))));
        driver().passTime(Duration.ofSeconds(31));

        assertThat(store().rescue(3, 100)).containsExactly(new Rescue(lease, JobStatus.PENDING));
    }

    @Test
    default void the_third_loss_is_the_last() {
        JobId id = driver().insert(SampleJobs.sample().unique("k", OnDuplicate.REFUSE));
        for (int loss = 1; loss <= 3; loss++) {
            Lease lease = driver().start(id, NodeId.random());
            JobStatus became = loss < 3 ? JobStatus.PENDING : JobStatus.FAILED;
            assertThat(store().rescue(3, 100)).containsExactly(new Rescue(lease, became));
        }

        Job job = driver().read(id);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.run().losses()).isEqualTo(3);
        assertThat(job.run().failures()).isZero();
        assertThat(job.times().finished()).isPresent();
        assertThat(job.error().orElseThrow().kind()).isEqualTo(JobError.Kind.SYSTEM);
        assertThat(job.error().orElseThrow().message())
                .contains(job.type(), id.toString(), "keeps killing its node", "3 losses");
        assertThat(store().attempts(id)).hasSize(3).allMatch(attempt -> attempt.outcome() == Outcome.LOST);
        driver().insert(SampleJobs.sample().unique("k", OnDuplicate.REFUSE));
    }

    @Test
    default void a_lost_job_that_was_asked_to_stop_is_cancelled() {
        Lease first = driver().start(driver().insert(SampleJobs.sample()), NodeId.random());
        Lease second = driver().start(driver().insert(SampleJobs.sample()), NodeId.random());
        store().cancel(List.of(first.job(), second.job()));

        assertThat(store().rescue(1, 1)).hasSize(1).allMatch(rescue -> rescue.became() == JobStatus.CANCELLED);
        assertThat(store().rescue(3, 1)).hasSize(1).allMatch(rescue -> rescue.became() == JobStatus.CANCELLED);
        for (Lease lease : List.of(first, second)) {
            assertThat(driver().read(lease.job()).status()).isEqualTo(JobStatus.CANCELLED);
            assertThat(store().attempts(lease.job()))
                    .extracting(Attempt::outcome)
                    .containsExactly(Outcome.LOST);
        }
    }

    @Test
    default void a_rescue_takes_no_more_than_its_limit_and_knows_the_node_until_the_last() {
        NodeId node = driver().node();
        List<JobId> ids = driver().insert(SampleJobs.sample().many(5));
        ids.forEach(id -> driver().start(id, node));
        driver().passTime(Duration.ofSeconds(31));

        assertThat(store().rescue(3, 3)).hasSize(3);
        assertThat(store().nodes()).extracting(Node::alive).containsExactly(false);
        assertThat(store().rescue(3, 3)).hasSize(2);
        assertThat(store().nodes()).isEmpty();
        assertThat(store().rescue(3, 3)).isEmpty();
    }

    @Test
    default void four_rescuers_take_each_job_once() throws Exception {
        NodeId dead = NodeId.random();
        List<JobId> ids = driver().insert(SampleJobs.sample().many(200));
        assertThat(driver().claim(dead, "default", 200)).hasSize(200);
        List<List<Rescue>> answers = Together.run(4, this::rescueUntilNoneIsLeft);

        assertThat(answers.stream()
                        .flatMap(List::stream)
                        .map(rescue -> rescue.lease().job()))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(store().find(ids))
                .allMatch(job -> job.run().losses() == 1)
                .allMatch(job -> job.status() == JobStatus.PENDING);
    }

    @Test
    default void an_attempt_is_either_ended_by_its_node_or_rescued() throws Exception {
        for (int round = 0; round < 50; round++) {
            Lease lease = driver().start(driver().insert(SampleJobs.sample()), NodeId.random());
            List<Boolean> succeeded = Together.<Boolean>run(List.of(
                    () -> !store().finish(List.of(new AttemptEnd.Completed(lease, null)))
                            .isEmpty(),
                    () -> !store().rescue(3, 10).isEmpty()));
            assertThat(succeeded).containsExactlyInAnyOrder(true, false);
            Job job = driver().read(lease.job());
            assertThat(job.status()).isEqualTo(succeeded.get(0) ? JobStatus.COMPLETED : JobStatus.PENDING);
            assertThat(store().attempts(job.id())).hasSize(1);
        }
    }

    @Test
    default void what_a_living_node_claims_after_a_rescue_is_not_rescued_by_another() throws Exception {
        NodeId living = driver().node();
        JobStore second = driver().elsewhere();
        JobStore third = driver().elsewhere();
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();

        List<List<Lease>> answers = Together.run(List.of(
                () -> loseUntil(end),
                () -> rescueUntil(end, second, 50),
                () -> rescueUntil(end, third, 500),
                () -> claimUntil(end, living)));

        assertThat(answers.get(3)).isNotEmpty();
        assertThat(answers.subList(1, 3).stream().flatMap(List::stream))
                .isNotEmpty()
                .noneMatch(lost -> lost.node().equals(living));
    }

    /** Leaves jobs to nodes that nobody knows. */
    private List<Lease> loseUntil(long end) {
        while (System.nanoTime() < end) {
            driver().insert(SampleJobs.sample().runningOn(NodeId.random()).many(100));
        }
        return List.of();
    }

    private List<Lease> rescueUntil(long end, JobStore rescuer, int limit) {
        List<Lease> lost = new ArrayList<>();
        while (System.nanoTime() < end) {
            rescuer.rescue(100, limit).forEach(rescue -> lost.add(rescue.lease()));
        }
        return lost;
    }

    /** Ends jobs only after the next were claimed, so that there are always some to be taken away. */
    private List<Lease> claimUntil(long end, NodeId node) {
        List<Lease> all = new ArrayList<>();
        List<Lease> held = List.of();
        while (System.nanoTime() < end) {
            List<Lease> claimed = driver().claim(node, "default", 1_000).stream()
                    .map(StoreDriver::lease)
                    .toList();
            store().finish(held.stream()
                    .<AttemptEnd>map(lease -> new AttemptEnd.Completed(lease, null))
                    .toList());
            held = claimed;
            all.addAll(claimed);
        }
        return all;
    }

    private Lease runOnDeadNode(SampleJobs sample) {
        Lease lease = driver().run(sample);
        driver().passTime(StoreDriver.DEAD_AFTER.plusSeconds(1));
        return lease;
    }

    /** Asks again after an empty answer: a rescuer may be shown nothing while others hold the last rows. */
    private List<Rescue> rescueUntilNoneIsLeft() {
        List<Rescue> rescued = new ArrayList<>();
        for (int empty = 0; empty < 3; ) {
            List<Rescue> next = store().rescue(3, 7);
            rescued.addAll(next);
            empty = next.isEmpty() ? empty + 1 : 0;
        }
        return rescued;
    }
}
