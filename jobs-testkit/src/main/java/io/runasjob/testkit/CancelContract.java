package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.CancelAnswer;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.testkit.StoreDriver.Snapshot;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Cancelling, and the truth of the answers. */
interface CancelContract extends StoreTests {

    @TestFactory
    default Stream<DynamicTest> a_waiting_job_is_cancelled_at_once_and_frees_its_key() {
        return EnumSet.of(JobStatus.BLOCKED, JobStatus.SCHEDULED, JobStatus.PENDING).stream()
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    SampleJobs sample = SampleJobs.sample().unique("k-" + status, OnDuplicate.REFUSE);
                    JobId id = driver().bring(status, sample).id();
                    assertThat(store().cancel(List.of(id))).isEqualTo(Map.of(id, CancelAnswer.CANCELLED));
                    Job job = driver().read(id);
                    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
                    assertThat(job.times().finished()).isPresent();
                    assertThat(job.error()).isEmpty();
                    assertThat(store().attempts(id)).isEmpty();
                    driver().insert(sample);
                }));
    }

    @Test
    default void a_job_that_waits_for_its_retry_is_cancelled_and_forgets_its_error() {
        Lease lease = driver().run(SampleJobs.sample());
        driver().finish(Ends.retry(lease));
        store().cancel(List.of(lease.job()));

        assertThat(driver().read(lease.job()).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(driver().read(lease.job()).error()).isEmpty();
        assertThat(store().attempts(lease.job())).hasSize(1);
    }

    @Test
    default void a_running_job_is_asked_to_stop_and_may_still_complete() {
        Lease lease = driver().run(SampleJobs.sample());
        List<JobId> id = List.of(lease.job());

        assertThat(store().cancel(id)).isEqualTo(Map.of(lease.job(), CancelAnswer.REQUESTED));
        assertThat(store().cancel(id)).isEqualTo(Map.of(lease.job(), CancelAnswer.REQUESTED));
        assertThat(driver().read(lease.job()).status()).isEqualTo(JobStatus.RUNNING);
        assertThat(driver().read(lease.job()).run().cancelRequested()).isTrue();
        assertThat(store().heartbeat(lease.node()).cancelRequested()).containsExactly(lease);
        assertThat(driver().complete(lease).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @TestFactory
    default Stream<DynamicTest> a_finished_job_stays_as_it_ended() {
        return EnumSet.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED).stream()
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    Snapshot before = driver().snapshot(driver().bring(status).id());
                    JobId id = before.job().id();
                    assertThat(store().cancel(List.of(id))).isEqualTo(Map.of(id, CancelAnswer.ALREADY_FINISHED));
                    assertThat(driver().snapshot(id)).isEqualTo(before);
                }));
    }

    @Test
    default void many_jobs_are_cancelled_in_one_call_each_with_its_own_answer() {
        JobId pending = driver().bring(JobStatus.PENDING).id();
        JobId running = driver().bring(JobStatus.RUNNING).id();
        JobId failed = driver().bring(JobStatus.FAILED).id();
        JobId unknown = SampleJobs.newId();

        assertThat(store().cancel(List.of(pending, running, failed, unknown)))
                .isEqualTo(Map.of(
                        pending, CancelAnswer.CANCELLED,
                        running, CancelAnswer.REQUESTED,
                        failed, CancelAnswer.ALREADY_FINISHED,
                        unknown, CancelAnswer.UNKNOWN));
        assertThat(store().cancel(List.of())).isEmpty();
    }

    @Test
    default void cancel_against_complete_always_tells_the_truth() throws Exception {
        for (int round = 0; round < 150; round++) {
            CancelAnswer answer = race(lease -> new AttemptEnd.Completed(lease, null), JobStatus.COMPLETED);
            assertThat(answer).isIn(CancelAnswer.REQUESTED, CancelAnswer.ALREADY_FINISHED);
        }
    }

    @Test
    default void cancel_against_retry_always_leaves_a_cancelled_job() throws Exception {
        for (int round = 0; round < 150; round++) {
            CancelAnswer answer = race(Ends::retry, JobStatus.CANCELLED);
            assertThat(answer).isIn(CancelAnswer.REQUESTED, CancelAnswer.CANCELLED);
        }
    }

    @Test
    default void cancel_against_release_always_leaves_a_cancelled_job() throws Exception {
        for (int round = 0; round < 150; round++) {
            CancelAnswer answer = race(AttemptEnd.Released::new, JobStatus.CANCELLED);
            assertThat(answer).isIn(CancelAnswer.REQUESTED, CancelAnswer.CANCELLED);
        }
    }

    @Test
    default void cancel_against_claim_always_tells_the_truth() throws Exception {
        for (int round = 0; round < 150; round++) {
            JobId id = driver().insert(SampleJobs.sample());
            List<Object> answers = Together.run(List.of(() -> cancel(id), () -> store().start(id, NodeId.random())));
            boolean started = !answers.get(1).equals(Optional.empty());
            assertThat(answers.get(0)).isEqualTo(started ? CancelAnswer.REQUESTED : CancelAnswer.CANCELLED);
            assertThat(driver().read(id).status()).isEqualTo(started ? JobStatus.RUNNING : JobStatus.CANCELLED);
            assertThat(driver().read(id).run().cancelRequested()).isEqualTo(started);
        }
    }

    /** Cancels a running job while its attempt ends; the end must be written, and the job must be where it must be. */
    private CancelAnswer race(Function<Lease, AttemptEnd> end, JobStatus expected) throws Exception {
        Lease lease = driver().run(SampleJobs.sample());
        List<Object> answers =
                Together.run(List.of(() -> cancel(lease.job()), () -> store().finish(List.of(end.apply(lease)))));
        Job job = driver().read(lease.job());
        assertThat(answers.get(1)).as("written ends").isEqualTo(Set.of(lease));
        assertThat(job.status()).as("after the answer %s", answers.get(0)).isEqualTo(expected);
        return (CancelAnswer) answers.get(0);
    }

    private CancelAnswer cancel(JobId id) {
        return store().cancel(List.of(id)).getOrDefault(id, CancelAnswer.UNKNOWN);
    }
}
