package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.Job;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.LeaseLostException;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.memory.InMemoryJobStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node does when it cannot prove that its leases are its own. Its own clock is real, the store's is moved. */
@Timeout(60)
class FencingTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final JobRequest<Object> BLOCK = JobRequest.ofType("block", "x");
    private static final JobRequest<Object> NOTE = JobRequest.ofType("note", "y");

    private final MovableClock clock = new MovableClock();
    private final InMemoryJobStore memory = new InMemoryJobStore(clock);
    private final TroubledStore trouble = new TroubledStore(memory);
    private Blocker blocker = Blocker.obedient();
    private JobService jobs =
            JobService.builder().sharedStore(memory).submitOnly().start();

    private void startNode(Blocker handler) {
        jobs.close();
        blocker = handler;
        jobs = JobService.builder()
                .sharedStore(trouble.store())
                .handler("block", String.class, handler)
                .handler("note", String.class, (word, job) -> word)
                .queue("default", 2)
                .heartbeat(Duration.ofMillis(200))
                .deadAfter(Duration.ofSeconds(1))
                .start();
    }

    @AfterEach
    void close() {
        trouble.heal();
        blocker.release();
        jobs.close();
    }

    private Outcome firstOutcome(JobId id) {
        await().until(() -> !memory.attempts(id).isEmpty());
        return memory.attempts(id).get(0).outcome();
    }

    /** The node claims nothing though the bell rings and the lookout, which is not fenced, finds what waits. */
    private JobHandle<Object> assertClaimsNothing() {
        int claims = trouble.calls("claim");
        JobHandle<Object> ringing = jobs.submit(NOTE);
        int looks = trouble.calls("look");
        await().until(() -> trouble.calls("look") >= looks + 2);
        assertThat(trouble.calls("claim")).as("claims of a fenced node").isEqualTo(claims);
        return ringing;
    }

    /** Others see this node dead and take its jobs, before its next heartbeat. */
    private void takeForDead() {
        trouble.refuse("heartbeat");
        clock.move(Duration.ofHours(1));
        assertThat(memory.rescue(3, 100)).hasSize(1);
        trouble.heal();
    }

    private void assertLetsGoAndGoesOn(JobHandle<Object> handle) throws InterruptedException {
        blocker.awaitInterrupted();
        assertThat(firstOutcome(handle.id())).isIn(Outcome.RELEASED, Outcome.LOST);
        JobHandle<Object> ringing = assertClaimsNothing();
        assertThat(memory.attempts(handle.id())).hasSize(1);
        trouble.heal();
        blocker.release();
        assertThat(handle.await(LONG)).isEqualTo("x by attempt 2");
        assertThat(ringing.await(LONG)).isEqualTo("y");
        assertThat(handle.job().run().failures()).isZero();
    }

    @Test
    void a_node_whose_heartbeats_fail_lets_its_jobs_go_and_goes_on_when_the_store_is_back()
            throws InterruptedException {
        startNode(Blocker.obedient());
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        trouble.refuse("heartbeat");
        assertLetsGoAndGoesOn(handle);
    }

    @Test
    void a_node_whose_heartbeats_hang_lets_its_jobs_go_and_goes_on_when_the_store_is_back()
            throws InterruptedException {
        startNode(Blocker.obedient());
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        trouble.hang("heartbeat");
        assertLetsGoAndGoesOn(handle);
    }

    @Test
    void a_node_whose_store_is_away_lets_its_jobs_go_and_goes_on_when_it_is_back() throws InterruptedException {
        startNode(Blocker.obedient());
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        trouble.goDown();
        blocker.awaitInterrupted();
        trouble.heal();
        assertThat(firstOutcome(handle.id())).isIn(Outcome.RELEASED, Outcome.LOST);
        blocker.release();
        assertThat(handle.await(LONG)).isEqualTo("x by attempt 2");
        assertThat(handle.job().run().failures()).isZero();
    }

    @Test
    void a_job_that_ended_during_an_outage_longer_than_its_lease_is_not_lost() throws InterruptedException {
        startNode(Blocker.stubborn());
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        trouble.goDown();
        blocker.release();
        clock.move(Duration.ofHours(1));
        int before = trouble.calls("now");
        await().until(() -> trouble.calls("now") > before);
        int looks = trouble.calls("now");
        trouble.refuse("heartbeat", "finish");
        trouble.allow("*");
        await().until(() -> trouble.calls("now") > looks);
        trouble.heal();
        assertThat(handle.await(LONG)).isEqualTo("x by attempt 1");
        assertThat(handle.job().run().losses()).isZero();
    }

    @Test
    void a_fenced_node_takes_no_lease_by_hand_and_stops_those_that_it_has() throws InterruptedException {
        startNode(Blocker.obedient());
        JobId held = jobs.create(NOTE);
        JobId open = jobs.create(NOTE);
        JobContext job = jobs.start(held);
        trouble.refuse("heartbeat");
        await().until(job::isCancelled);
        assertThatThrownBy(() -> jobs.run(NOTE)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> jobs.start(open)).isInstanceOf(StoreUnavailableException.class);
        assertThat(jobs.find(open).orElseThrow().status()).isEqualTo(JobStatus.PENDING);
        trouble.heal();
        await().ignoreException(StoreUnavailableException.class)
                .until(() -> jobs.start(open).attempt() == 1);
    }

    @Test
    void a_node_that_was_taken_for_dead_goes_on_under_a_new_name() throws InterruptedException {
        startNode(Blocker.obedient());
        NodeId before = jobs.nodeId();
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        takeForDead();
        blocker.awaitInterrupted();
        await().until(() -> !jobs.nodeId().equals(before));
        blocker.release();
        handle.await(LONG);
        Job job = handle.job();
        assertThat(job.run().losses()).isPositive();
        assertThat(job.run().failures()).isZero();
        assertThat(firstOutcome(job.id())).isEqualTo(Outcome.LOST);
        assertThat(jobs.nodes()).extracting(Node::id).containsExactly(jobs.nodeId());
    }

    @Test
    void a_node_claims_nothing_before_the_store_knows_its_new_name() throws InterruptedException {
        startNode(Blocker.obedient());
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        trouble.refuse("heartbeat");
        trouble.refuse("register");
        clock.move(Duration.ofHours(1));
        assertThat(memory.rescue(3, 100)).hasSize(1);
        int registered = trouble.calls("register");
        trouble.allow("heartbeat");
        await().until(() -> trouble.calls("register") > registered);
        JobHandle<Object> ringing = assertClaimsNothing();
        trouble.heal();
        blocker.release();
        assertThat((String) handle.await(LONG)).startsWith("x by attempt");
        assertThat(ringing.await(LONG)).isEqualTo("y");
    }

    @Test
    void the_end_of_a_stale_attempt_is_refused_and_only_logged() throws InterruptedException {
        startNode(Blocker.stubborn());
        JobHandle<Object> handle = jobs.submit(BLOCK);
        blocker.awaitBegun();
        takeForDead();
        blocker.awaitBegun();
        try (CapturedLog log = new CapturedLog()) {
            blocker.release();
            assertThat((String) handle.await(LONG)).isNotEqualTo("x by attempt 1");
            await().until(() ->
                    !log.lines("WARN", "no longer ours", "attempt=1").isEmpty());
        }
        assertThat(firstOutcome(handle.id())).isEqualTo(Outcome.LOST);
        assertThat(jobs.attempts(handle.id()))
                .filteredOn(attempt -> attempt.outcome() == Outcome.SUCCEEDED)
                .hasSize(1);
    }

    @Test
    void a_caller_whose_lease_was_lost_is_told_and_nothing_is_written() {
        startNode(Blocker.obedient());
        JobId id = jobs.create(NOTE);
        jobs.start(id);
        takeForDead();
        assertThatThrownBy(() -> jobs.complete(id, "late")).isInstanceOf(LeaseLostException.class);
        assertThat(jobs.find(id).orElseThrow().status()).isEqualTo(JobStatus.PENDING);
        assertThat(jobs.find(id).orElseThrow().result()).isEmpty();
    }

    @Test
    void progress_of_a_stale_attempt_is_refused_and_stops_it() {
        startNode(Blocker.obedient());
        JobId id = jobs.create(NOTE);
        JobContext job = jobs.start(id);
        trouble.refuse("heartbeat");
        clock.move(Duration.ofHours(1));
        assertThat(memory.rescue(3, 100)).hasSize(1);
        job.progress().percent(50);
        await().until(job::isCancelled);
        assertThat(jobs.find(id).orElseThrow().progress().percent()).isEmpty();
    }
}
