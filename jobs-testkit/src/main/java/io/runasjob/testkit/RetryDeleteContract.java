package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.DeleteAnswer;
import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.RetryAnswer;
import io.runasjob.testkit.StoreDriver.Snapshot;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Retrying by hand, and deleting. */
interface RetryDeleteContract extends StoreTests {

    @TestFactory
    default Stream<DynamicTest> a_retried_job_is_ready_now_and_its_history_goes_on() {
        return EnumSet.of(JobStatus.FAILED, JobStatus.CANCELLED).stream()
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    JobId id = driver().bring(status).id();
                    driver().passTime(Duration.ofHours(1));
                    assertThat(store().retry(List.of(id))).isEqualTo(Map.of(id, RetryAnswer.RETRIED));
                    assertReadyAnew(driver().read(id));
                    Job claimed = driver().claim(driver().node(), "default", 10).get(0);
                    assertThat(claimed.lease().orElseThrow().attempt()).isEqualTo(2);
                    driver().complete(StoreDriver.lease(claimed));
                    assertThat(store().attempts(id)).hasSize(2);
                }));
    }

    private static void assertReadyAnew(Job job) {
        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.run().failures()).isZero();
        assertThat(job.run().losses()).isZero();
        assertThat(job.run().cancelRequested()).isFalse();
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.error()).isEmpty();
        assertThat(job.result()).isEmpty();
        assertThat(job.times().finished()).isEmpty();
        assertThat(job.times().due()).isAfterOrEqualTo(job.times().created().plus(Duration.ofMinutes(59)));
    }

    @Test
    default void a_retried_job_has_forgotten_its_losses_and_that_it_was_asked_to_stop() {
        Lease lease = driver().start(driver().insert(SampleJobs.sample()), NodeId.random());
        store().rescue(3, 10);
        driver().start(lease.job(), NodeId.random());
        store().cancel(List.of(lease.job()));
        store().rescue(3, 10);
        assertThat(driver().read(lease.job()).status()).isEqualTo(JobStatus.CANCELLED);
        store().retry(List.of(lease.job()));

        Job job = driver().read(lease.job());
        assertThat(job.run().losses()).isZero();
        assertThat(job.run().cancelRequested()).isFalse();
        Lease again = driver().start(job.id());
        assertThat(again.attempt()).isEqualTo(3);
        assertThat(driver().finish(Ends.retry(again)).status()).isEqualTo(JobStatus.SCHEDULED);
    }

    @TestFactory
    default Stream<DynamicTest> other_jobs_are_not_retried() {
        return EnumSet.complementOf(EnumSet.of(JobStatus.FAILED, JobStatus.CANCELLED)).stream()
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    Snapshot before = driver().snapshot(driver().bring(status).id());
                    JobId id = before.job().id();
                    assertThat(store().retry(List.of(id))).isEqualTo(Map.of(id, RetryAnswer.NOT_RETRYABLE));
                    assertThat(driver().snapshot(id)).isEqualTo(before);
                }));
    }

    @Test
    default void an_unknown_job_is_neither_retried_nor_deleted() {
        JobId unknown = SampleJobs.newId();

        assertThat(store().retry(List.of(unknown))).isEqualTo(Map.of(unknown, RetryAnswer.UNKNOWN));
        assertThat(store().delete(List.of(unknown))).isEqualTo(Map.of(unknown, DeleteAnswer.UNKNOWN));
    }

    @Test
    default void a_retried_job_takes_its_key_again() {
        JobId id = driver().bring(JobStatus.FAILED, keyed()).id();
        store().retry(List.of(id));

        assertThatThrownBy(() -> driver().insert(keyed()))
                .isInstanceOfSatisfying(
                        DuplicateJobException.class,
                        e -> assertThat(e.existing()).isEqualTo(id));
    }

    @Test
    default void a_job_whose_key_is_taken_is_not_retried() {
        Snapshot before =
                driver().snapshot(driver().bring(JobStatus.FAILED, keyed()).id());
        JobId id = before.job().id();
        JobId holder = driver().insert(keyed());

        assertThat(store().retry(List.of(id))).isEqualTo(Map.of(id, RetryAnswer.KEY_TAKEN));
        assertThat(driver().snapshot(id)).isEqualTo(before);

        driver().complete(driver().start(holder));
        assertThat(store().retry(List.of(id))).isEqualTo(Map.of(id, RetryAnswer.RETRIED));
    }

    @Test
    default void of_two_jobs_with_one_key_one_is_retried() {
        JobId first = driver().bring(JobStatus.FAILED, keyed()).id();
        JobId second = driver().bring(JobStatus.FAILED, keyed()).id();
        JobId free = driver().bring(JobStatus.FAILED).id();
        Map<JobId, RetryAnswer> answers = store().retry(List.of(first, second, free));

        assertThat(List.of(answers.get(first), answers.get(second)))
                .containsExactlyInAnyOrder(RetryAnswer.RETRIED, RetryAnswer.KEY_TAKEN);
        assertThat(answers).containsEntry(free, RetryAnswer.RETRIED);
        assertThat(store().list(JobQuery.all().status(JobStatus.PENDING)).items())
                .hasSize(2);
    }

    @Test
    default void a_job_retried_by_four_threads_is_retried_once() throws Exception {
        for (int round = 0; round < 25; round++) {
            JobId id = driver().bring(JobStatus.FAILED, keyed()).id();
            List<RetryAnswer> answers =
                    Together.run(4, () -> store().retry(List.of(id)).get(id));
            assertThat(answers)
                    .filteredOn(answer -> answer == RetryAnswer.RETRIED)
                    .hasSize(1);
            driver().complete(driver().start(id));
        }
    }

    @Test
    default void a_retry_and_an_insert_with_one_key_never_both_succeed() throws Exception {
        for (int round = 0; round < 50; round++) {
            String key = "k" + round;
            JobId failed = driver().bring(JobStatus.FAILED, SampleJobs.sample().unique(key, OnDuplicate.REFUSE))
                    .id();
            List<Boolean> succeeded = Together.<Boolean>run(List.of(
                    () -> store().retry(List.of(failed)).get(failed) == RetryAnswer.RETRIED,
                    () -> store().insert(List.of(SampleJobs.sample()
                                    .unique(key, OnDuplicate.RETURN_EXISTING)
                                    .one()))
                            .get(0)
                            .created()));
            assertThat(succeeded).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    default void a_job_is_either_retried_or_deleted() throws Exception {
        for (int round = 0; round < 50; round++) {
            JobId id = driver().bring(JobStatus.FAILED).id();
            List<Boolean> succeeded = Together.<Boolean>run(List.of(
                    () -> store().retry(List.of(id)).get(id) == RetryAnswer.RETRIED,
                    () -> store().delete(List.of(id)).get(id) == DeleteAnswer.DELETED));
            assertThat(succeeded).containsExactlyInAnyOrder(true, false);
            assertThat(driver().find(id).isPresent()).isEqualTo(succeeded.get(0));
        }
    }

    @TestFactory
    default Stream<DynamicTest> a_finished_job_is_deleted_with_all_that_belongs_to_it() {
        return EnumSet.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED).stream()
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    JobId id = driver().bring(status).id();
                    assertThat(store().delete(List.of(id))).isEqualTo(Map.of(id, DeleteAnswer.DELETED));
                    assertThat(driver().find(id)).isEmpty();
                    assertThat(store().attempts(id)).isEmpty();
                    assertThat(store().list(JobQuery.all()).items()).isEmpty();
                    assertThat(store().delete(List.of(id))).isEqualTo(Map.of(id, DeleteAnswer.UNKNOWN));
                }));
    }

    @TestFactory
    default Stream<DynamicTest> an_unfinished_job_is_not_deleted() {
        return Arrays.stream(JobStatus.values())
                .filter(status -> !status.isFinished())
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    Snapshot before = driver().snapshot(driver().bring(status).id());
                    JobId id = before.job().id();
                    assertThat(store().delete(List.of(id))).isEqualTo(Map.of(id, DeleteAnswer.NOT_FINISHED));
                    assertThat(driver().snapshot(id)).isEqualTo(before);
                }));
    }

    private static SampleJobs keyed() {
        return SampleJobs.sample().unique("k", OnDuplicate.REFUSE);
    }
}
