package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobStatus;
import io.runasjob.job.NodeId;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobExecutor;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers, whose threads run when the test says so; what is submitted goes to a real store. */
@Timeout(30)
class ClaimingInsertsTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int ALL = 1_000_000;

    private final RecordingStore recorder = new RecordingStore();
    private final Membership membership = new Membership(Duration.ofHours(1));
    private final HeldAttempts held = new HeldAttempts(attempt -> {}, Attempts.NO_TRANSACTIONS);
    private final Finisher finisher = new Finisher(
            recorder.store(), held, new ProgressWriter(recorder.store(), membership.outage()), membership.outage());
    private final Queue<Runnable> threads = new ConcurrentLinkedQueue<>();
    private final Lane lane = new Lane("default", 2, JobExecutor.of(threads::add), attempt -> {}, () -> {});
    private final Claimer claimer =
            new Claimer(recorder.store(), membership, List.of(lane), Set.of("t"), held, finisher);
    private final ClaimingInserts inserts = inserting(recorder.rest);

    private ClaimingInserts inserting(JobIntake intake) {
        return new ClaimingInserts(intake, membership, held, claimer);
    }

    /** The node has asked, and nothing was there. Its claimer asks again when it is started. */
    private void idle() {
        lane.asking(2);
        lane.answered(false);
    }

    @BeforeEach
    void start() {
        recorder.mayAnswer.release(ALL);
        finisher.start();
    }

    @AfterEach
    void stop() {
        claimer.stop(LONG);
        finisher.stop(LONG);
    }

    private static List<NewJob> jobs(int count) {
        return Stream.generate(() -> job(Attempts.leased().spec(), new NewJob.Now()))
                .limit(count)
                .toList();
    }

    private static NewJob job(JobSpec spec, NewJob.Start start) {
        return new NewJob(new JobId(UUID.randomUUID()), spec, start);
    }

    private JobStatus statusOf(Admission admission) {
        return recorder.rest.find(List.of(admission.id())).get(0).status();
    }

    @Test
    void an_idle_node_claims_what_it_stores_and_begins_it() {
        idle();
        List<Admission> admissions = inserts.insert(jobs(2));

        assertThat(admissions).extracting(this::statusOf).containsOnly(JobStatus.RUNNING);
        assertThat(admissions)
                .extracting(admission -> admission.claimed().flatMap(Job::lease).orElseThrow())
                .allMatch(lease -> lease.node().equals(membership.id()))
                .allMatch(held::knows);
        assertThat(threads).hasSize(2);
    }

    @Test
    void more_jobs_than_it_has_room_for_are_left_to_all() {
        idle();
        List<Admission> admissions = inserts.insert(jobs(3));

        assertThat(admissions).noneMatch(admission -> admission.claimed().isPresent());
    }

    @Test
    void while_its_workers_are_busy_it_claims_nothing() {
        idle();
        inserts.insert(jobs(2));

        assertThat(inserts.insert(jobs(1)).get(0).claimed()).isEmpty();
    }

    @Test
    void before_its_first_claim_has_ended_others_have_the_right_of_way() {
        assertThat(inserts.insert(jobs(1)).get(0).claimed()).isEmpty();
    }

    @Test
    void a_node_that_was_told_of_jobs_looks_at_those_first() {
        idle();
        claimer.bellRang();

        assertThat(inserts.insert(jobs(1)).get(0).claimed()).isEmpty();
    }

    @Test
    void a_node_that_found_jobs_of_which_nobody_told_looks_at_those_first() {
        idle();
        claimer.jobsWait();

        assertThat(inserts.insert(jobs(1)).get(0).claimed()).isEmpty();
    }

    @Test
    void while_a_job_that_was_lost_before_is_here_no_new_job_is_claimed_beside_it() {
        recorder.rest.insert(List.of(job(Attempts.leased().spec(), new NewJob.RunningOn(NodeId.random()))));
        assertThat(recorder.rest.rescue(3, 1)).hasSize(1);
        claimer.start();
        await().until(() -> recorder.claims.get() >= 5);

        assertThat(inserts.insert(jobs(1)).get(0).claimed()).isEmpty();
    }

    @Test
    void a_node_that_stops_claims_nothing() {
        idle();
        claimer.stop(LONG);

        assertThat(inserts.insert(jobs(1)).get(0).claimed()).isEmpty();
    }

    @Test
    void a_node_that_is_fenced_claims_nothing() {
        idle();
        membership.startAnew();

        assertThat(inserts.insert(jobs(1)).get(0).claimed()).isEmpty();
    }

    @Test
    void jobs_of_a_queue_without_workers_here_and_jobs_that_wait_pass_through() {
        idle();
        NewJob later = job(Attempts.leased().spec(), new NewJob.After(LONG));
        NewJob running = job(Attempts.leased().spec(), new NewJob.RunningOn(NodeId.random()));
        NewJob elsewhere = job(Attempts.leased("elsewhere").spec(), new NewJob.Now());

        for (List<NewJob> call : List.of(List.of(later), List.of(running), List.of(elsewhere))) {
            assertThat(inserts.insert(call).get(0).claimed()).isEmpty();
        }
        assertThat(held.all()).isEmpty();
    }

    @Test
    void a_job_that_waits_in_a_paused_queue_takes_no_room() {
        idle();
        recorder.rest.pause("default", true);
        Admission waiting = inserts.insert(jobs(2)).get(0);
        assertThat(statusOf(waiting)).isEqualTo(JobStatus.PENDING);

        recorder.rest.pause("default", false);
        claimer.start();
        await().until(() -> threads.size() == 2);
    }

    @Test
    void jobs_whose_insert_ends_after_the_node_has_stopped_are_given_back() throws InterruptedException {
        idle();
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        ClaimingInserts slow = inserting(jobs -> {
            List<Admission> admissions = recorder.rest.insert(jobs);
            stored.countDown();
            awaitUninterrupted(stopping);
            return admissions;
        });
        Thread submitter = new Thread(() -> slow.insert(jobs(1)));
        submitter.start();
        stored.await();
        claimer.stop(Duration.ofMillis(1));
        stopping.countDown();
        submitter.join();

        assertThat(recorder.finished).hasSize(1);
        assertThat(held.all()).isEmpty();
        assertThat(threads).isEmpty();
    }

    @Test
    void a_node_that_stops_waits_for_inserts_under_way() throws InterruptedException {
        idle();
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ClaimingInserts slow = inserting(jobs -> {
            stored.countDown();
            awaitUninterrupted(mayEnd);
            return recorder.rest.insert(jobs);
        });
        Thread submitter = new Thread(() -> slow.insert(jobs(1)));
        submitter.start();
        stored.await();
        Thread closer = new Thread(() -> claimer.stop(LONG));
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        mayEnd.countDown();
        closer.join();

        assertThat(recorder.finished).hasSize(1);
        submitter.join();
    }

    @Test
    void leases_of_an_insert_that_failed_are_looked_for_and_given_back() {
        idle();
        ClaimingInserts failing = inserting(jobs -> {
            recorder.rest.insert(jobs);
            throw new StoreUnavailableException("The answer was lost", null);
        });

        assertThatThrownBy(() -> failing.insert(jobs(1))).isInstanceOf(StoreUnavailableException.class);
        claimer.start();
        await().until(() -> recorder.finished.size() == 1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
