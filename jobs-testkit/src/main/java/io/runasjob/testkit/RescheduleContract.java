package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.NodeId;
import io.runasjob.testkit.StoreDriver.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Letting waiting jobs wait anew. */
interface RescheduleContract extends StoreTests {

    @TestFactory
    default Stream<DynamicTest> a_waiting_job_waits_anew_for_the_delay() {
        return waiting()
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    JobId id = driver().bring(status).id();
                    Instant before = store().now();
                    assertThat(store().reschedule(List.of(id), Duration.ofDays(2)))
                            .isEqualTo(Map.of(id, true));
                    Job job = driver().read(id);
                    assertThat(job.status()).isEqualTo(JobStatus.SCHEDULED);
                    assertThat(job.times().due().minus(Duration.ofDays(2))).isBetween(before, store().now());
                }));
    }

    @TestFactory
    default Stream<DynamicTest> a_waiting_job_is_ready_at_once_without_a_delay() {
        return waiting()
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    JobId id = driver().bring(status).id();
                    Instant before = store().now();
                    assertThat(store().reschedule(List.of(id), Duration.ZERO)).isEqualTo(Map.of(id, true));
                    Job job = driver().read(id);
                    assertThat(job.status()).isEqualTo(JobStatus.PENDING);
                    assertThat(job.times().due()).isBetween(before, store().now());
                    assertThat(driver().claim(driver().node(), "default", 10))
                            .extracting(Job::id)
                            .containsExactly(id);
                }));
    }

    @TestFactory
    default Stream<DynamicTest> other_jobs_are_left_alone() {
        return Arrays.stream(JobStatus.values())
                .filter(status -> !status.isWaiting())
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    Snapshot before = driver().snapshot(driver().bring(status).id());
                    JobId id = before.job().id();
                    assertThat(store().reschedule(List.of(id), Duration.ZERO)).isEqualTo(Map.of(id, false));
                    assertThat(store().reschedule(List.of(id), Duration.ofHours(1)))
                            .isEqualTo(Map.of(id, false));
                    assertThat(driver().snapshot(id)).isEqualTo(before);
                }));
    }

    @Test
    default void each_job_of_a_call_has_its_own_answer() {
        JobId blocked = driver().bring(JobStatus.BLOCKED).id();
        JobId running = driver().bring(JobStatus.RUNNING).id();
        JobId unknown = SampleJobs.newId();

        assertThat(store().reschedule(List.of(blocked, running, unknown), Duration.ofHours(1)))
                .isEqualTo(Map.of(blocked, true, running, false, unknown, false));
    }

    @Test
    default void a_rescheduled_job_becomes_ready_when_its_new_time_has_come() {
        JobId id = driver().bring(JobStatus.SCHEDULED).id();
        store().reschedule(List.of(id), Duration.ofHours(5));
        driver().passTime(Duration.ofHours(2));
        assertThat(store().promote(10).promoted()).isZero();
        driver().passTime(Duration.ofHours(4));

        assertThat(store().promote(10).promoted()).isEqualTo(1);
    }

    @Test
    default void a_job_is_either_rescheduled_or_started() throws Exception {
        for (int round = 0; round < 50; round++) {
            JobId id = driver().insert(SampleJobs.sample());
            List<Boolean> succeeded = Together.<Boolean>run(List.of(
                    () -> store().reschedule(List.of(id), Duration.ofHours(1)).get(id),
                    () -> store().start(id, NodeId.random()).isPresent()));
            assertThat(succeeded).containsExactlyInAnyOrder(true, false);
            assertThat(driver().read(id).status())
                    .isEqualTo(succeeded.get(0) ? JobStatus.SCHEDULED : JobStatus.RUNNING);
        }
    }

    private static Stream<JobStatus> waiting() {
        return EnumSet.of(JobStatus.BLOCKED, JobStatus.SCHEDULED, JobStatus.PENDING).stream();
    }
}
