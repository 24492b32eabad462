package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.ClaimRequest.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Giving jobs to nodes. */
interface ClaimContract extends StoreTests {

    @Test
    default void an_empty_store_gives_nothing() {
        assertThat(driver().claim(driver().node(), "default", 10)).isEmpty();
    }

    @Test
    default void a_claimed_job_runs_on_the_node_that_claimed_it() {
        JobId id = driver().insert(SampleJobs.sample());
        NodeId node = driver().node();
        List<Job> claimed = driver().claim(node, "default", 10);

        assertThat(claimed).containsExactly(driver().read(id));
        assertThat(claimed.get(0).status()).isEqualTo(JobStatus.RUNNING);
        assertThat(claimed.get(0).lease()).contains(new Lease(id, 1, node));
        assertThat(claimed.get(0).times().startedOrNull())
                .isAfterOrEqualTo(claimed.get(0).times().created());
        assertThat(driver().claim(driver().node(), "default", 10)).isEmpty();
    }

    @Test
    default void a_claimed_job_brings_everything_that_it_was_stored_with() {
        JobId id = driver().insert(SampleJobs.sample().name("Name 📄").payload("[\"x\"]"));
        Job before = driver().read(id);

        assertThat(driver().claim(driver().node(), "default", 1))
                .extracting(Job::spec)
                .containsExactly(before.spec());
    }

    @Test
    default void jobs_that_were_lost_too_often_for_the_request_are_passed_over() {
        List<JobId> ids = driver().insert(SampleJobs.sample().many(4));
        ids.subList(0, 2).forEach(id -> driver().start(id, NodeId.random()));
        assertThat(store().rescue(3, 100)).hasSize(2);
        driver().start(ids.get(0), NodeId.random());
        assertThat(store().rescue(3, 100)).hasSize(1);

        assertThat(claimLostLessOftenThan(1, 2)).containsExactly(ids.get(2), ids.get(3));
        assertThat(claimLostLessOftenThan(2, 2)).containsExactly(ids.get(1));
        assertThat(claimLostLessOftenThan(ClaimRequest.ANY_LOSSES, 2)).containsExactly(ids.get(0));
    }

    private List<JobId> claimLostLessOftenThan(int losses, int most) {
        List<Demand> demands = List.of(new Demand("default", most));
        return store().claim(new ClaimRequest(driver().node(), demands, Set.of(SampleJobs.TYPE), losses)).stream()
                .map(Job::id)
                .toList();
    }

    @Test
    default void the_highest_priority_comes_first() {
        JobId low = driver().insert(SampleJobs.sample().priority(0));
        JobId high = driver().insert(SampleJobs.sample().priority(10));
        JobId middle = driver().insert(SampleJobs.sample().priority(5));

        assertThat(claimOneByOne()).containsExactly(high, middle, low);
    }

    @Test
    default void among_equal_priorities_the_earliest_due_comes_first() {
        JobId late = driver().insert(SampleJobs.sample().after(Duration.ofMinutes(3)));
        JobId early = driver().insert(SampleJobs.sample().after(Duration.ofMinutes(1)));
        JobId middle = driver().insert(SampleJobs.sample().after(Duration.ofMinutes(2)));
        JobId lateButUrgent =
                driver().insert(SampleJobs.sample().after(Duration.ofMinutes(4)).priority(6));
        driver().passTime(Duration.ofMinutes(5));
        store().promote(10);

        assertThat(claimOneByOne()).containsExactly(lateButUrgent, early, middle, late);
    }

    @Test
    default void among_equal_dues_the_lowest_id_comes_first() {
        List<JobId> ids = driver().insert(SampleJobs.sample().many(30));

        assertThat(driver().claim(driver().node(), "default", 7))
                .extracting(Job::id)
                .containsExactlyElementsOf(ids.subList(0, 7));
        assertThat(claimOneByOne()).containsExactlyElementsOf(ids.subList(7, 30));
    }

    @Test
    default void a_claim_takes_no_more_than_it_asked_for() {
        driver().insert(SampleJobs.sample().many(10));

        assertThat(driver().claim(driver().node(), "default", 4)).hasSize(4);
        assertThat(driver().claim(driver().node(), "default", 100)).hasSize(6);
    }

    @Test
    default void a_claim_from_a_position_on_misses_nothing_that_is_there() {
        JobId otherPriority = driver().insert(SampleJobs.sample().priority(6));
        List<JobId> ids = new ArrayList<>();
        for (int minute = 1; minute <= 4; minute++) {
            ids.add(driver().insert(SampleJobs.sample().after(Duration.ofMinutes(minute))));
        }
        JobId another = driver().insert(SampleJobs.sample().after(Duration.ofMinutes(4)));
        driver().passTime(Duration.ofMinutes(5));
        store().promote(10);
        Position third = new Position(5, driver().read(ids.get(2)).times().due());

        List<JobId> claimed = claimFrom(third, 10);
        assertThat(claimed).endsWith(ids.get(2), ids.get(3), another);
        claimed.addAll(claimFrom(null, 10));
        assertThat(claimed).hasSize(6).contains(otherPriority).containsAll(ids);
    }

    @Test
    default void a_paused_queue_gives_nothing_from_a_position_on() {
        JobId id = driver().insert(SampleJobs.sample());
        store().pause("default", true);
        Position position = new Position(5, driver().read(id).times().due());

        assertThat(claimFrom(position, 5)).isEmpty();
        store().pause("default", false);
        assertThat(claimFrom(position, 5)).containsExactly(id);
    }

    private List<JobId> claimFrom(@Nullable Position from, int most) {
        List<Demand> demands = List.of(new Demand("default", most, from));
        return store().claim(new ClaimRequest(driver().node(), demands, Set.of(SampleJobs.TYPE))).stream()
                .map(Job::id)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    default void queues_are_served_in_the_order_of_the_request() {
        List<JobId> a = driver().insert(SampleJobs.sample().queue("a").many(3));
        List<JobId> b =
                driver().insert(SampleJobs.sample().queue("b").priority(9).many(3));
        driver().insert(SampleJobs.sample().queue("c").many(3));
        List<Demand> demands = List.of(new Demand("a", 2), new Demand("none", 5), new Demand("b", 5));
        List<Job> claimed = store().claim(new ClaimRequest(driver().node(), demands, Set.of(SampleJobs.TYPE)));

        assertThat(claimed).extracting(Job::id).containsExactly(a.get(0), a.get(1), b.get(0), b.get(1), b.get(2));
    }

    @Test
    default void a_node_gets_only_the_types_that_it_knows() {
        JobId known = driver().insert(SampleJobs.sample().type("known").priority(1));
        JobId alsoKnown = driver().insert(SampleJobs.sample().type("also.known").priority(0));
        driver().insert(SampleJobs.sample().type("unknown").priority(10).many(500));

        assertThat(claim(Set.of("known", "also.known"))).extracting(Job::id).containsExactly(known, alsoKnown);
        assertThat(claim(Set.of())).isEmpty();
    }

    @Test
    default void a_paused_queue_gives_nothing_until_it_is_resumed() {
        driver().insert(SampleJobs.sample());
        JobId other = driver().insert(SampleJobs.sample().queue("other"));
        store().pause("default", true);
        store().pause("default", true);

        assertThat(store().pausedQueues()).containsExactly("default");
        assertThat(driver().claim(driver().node(), "default", 10)).isEmpty();
        assertThat(driver().claim(driver().node(), "other", 10))
                .extracting(Job::id)
                .containsExactly(other);

        store().pause("default", false);
        assertThat(store().pausedQueues()).isEmpty();
        assertThat(driver().claim(driver().node(), "default", 10)).hasSize(1);
    }

    @Test
    default void jobs_that_are_not_ready_are_not_given() {
        driver().insert(SampleJobs.sample().blocked());
        driver().insert(SampleJobs.sample().after(Duration.ofMinutes(1)));
        driver().bring(JobStatus.CANCELLED);
        driver().passTime(Duration.ofMinutes(2));

        assertThat(driver().claim(driver().node(), "default", 10)).isEmpty();
    }

    @Test
    default void each_claim_has_the_next_attempt_number() {
        JobId id = driver().insert(SampleJobs.sample());
        for (int attempt = 1; attempt <= 3; attempt++) {
            Job claimed = driver().claim(driver().node(), "default", 1).get(0);
            assertThat(claimed.attempt()).isEqualTo(attempt);
            driver().finish(new AttemptEnd.Released(StoreDriver.lease(claimed)));
        }
        assertThat(store().attempts(id)).hasSize(3);
    }

    @Test
    default void eight_claimers_never_share_a_job() throws Exception {
        List<JobId> ids = driver().insert(SampleJobs.sample().many(2_000));
        List<List<Job>> claimed = Together.run(8, this::claimUntilEmpty);

        assertThat(claimed.stream().flatMap(List::stream).map(Job::id)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(claimed.stream().flatMap(List::stream)).allMatch(job -> job.attempt() == 1);
        for (List<Job> ofOneNode : claimed) {
            assertThat(store().find(ofOneNode.stream().map(Job::id).toList())).allMatch(ofOneNode::contains);
        }
    }

    @Test
    default void a_job_is_started_by_hand_once() {
        JobId id = driver().insert(SampleJobs.sample());
        NodeId node = driver().node();
        Optional<Job> started = store().start(id, node);

        assertThat(started).contains(driver().read(id));
        assertThat(driver().read(id).lease()).contains(new Lease(id, 1, node));
        assertThat(store().start(id, driver().node())).isEmpty();
        assertThat(store().start(SampleJobs.newId(), node)).isEmpty();
        assertThat(driver().claim(node, "default", 10)).isEmpty();
    }

    @Test
    default void of_four_starters_by_hand_one_gets_the_job() throws Exception {
        for (JobId id : driver().insert(SampleJobs.sample().many(25))) {
            List<Optional<Job>> started = Together.run(4, () -> store().start(id, NodeId.random()));
            assertThat(started.stream().flatMap(Optional::stream)).containsExactly(driver().read(id));
        }
    }

    private List<JobId> claimOneByOne() {
        NodeId node = driver().node();
        List<JobId> order = new ArrayList<>();
        for (List<Job> next = driver().claim(node, "default", 1);
                !next.isEmpty();
                next = driver().claim(node, "default", 1)) {
            order.add(next.get(0).id());
        }
        return order;
    }

    /** Asks twice after an empty answer: a claimer may be shown nothing while others hold the last rows. */
    private List<Job> claimUntilEmpty() {
        NodeId node = driver().node();
        List<Job> claimed = new ArrayList<>();
        for (int empty = 0; empty < 3; ) {
            List<Job> next = driver().claim(node, "default", 5);
            claimed.addAll(next);
            empty = next.isEmpty() ? empty + 1 : 0;
        }
        return claimed;
    }

    private List<Job> claim(Set<String> types) {
        return store().claim(new ClaimRequest(driver().node(), List.of(new Demand("default", 10)), types));
    }
}
