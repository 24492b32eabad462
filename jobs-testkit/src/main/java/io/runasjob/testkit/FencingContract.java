package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.Progress;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ProgressUpdate;
import io.runasjob.testkit.StoreDriver.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every write by a stale attempt changes nothing and says so. */
interface FencingContract extends StoreTests {

    @TestFactory
    default Stream<DynamicTest> an_end_by_a_stale_attempt_changes_nothing() {
        List<DynamicTest> tests = new ArrayList<>();
        staleLeases().forEach((why, stale) -> {
            for (int kind = 0; kind < 6; kind++) {
                tests.add(staleEnd(why, stale, kind));
            }
        });
        return tests.stream();
    }

    @TestFactory
    default Stream<DynamicTest> progress_by_a_stale_attempt_changes_nothing() {
        return staleLeases().entrySet().stream()
                .map(stale -> DynamicTest.dynamicTest(stale.getKey(), () -> {
                    Lease lease = stale.getValue().get();
                    Snapshot before = driver().snapshot(lease.job());
                    assertThat(store().saveProgress(List.of(update(lease, 99)))).isEmpty();
                    assertThat(driver().snapshot(lease.job())).isEqualTo(before);
                }));
    }

    @Test
    default void writes_about_an_unknown_job_say_so() {
        Lease unknown = new Lease(SampleJobs.newId(), 1, driver().node());

        for (AttemptEnd end : Ends.all(unknown)) {
            assertThat(store().finish(List.of(end))).as(Ends.name(end)).isEmpty();
        }
        assertThat(store().saveProgress(List.of(update(unknown, 1)))).isEmpty();
        assertThat(driver().find(unknown.job())).isEmpty();
        assertThat(store().attempts(unknown.job())).isEmpty();
    }

    @Test
    default void fresh_ends_are_written_beside_stale_ones() {
        List<Lease> fresh = Stream.generate(() -> driver().run(SampleJobs.sample()))
                .limit(3)
                .toList();
        Lease stale = attemptBefore();
        Snapshot before = driver().snapshot(stale.job());
        List<AttemptEnd> ends = List.of(
                new AttemptEnd.Completed(fresh.get(0), null),
                new AttemptEnd.Completed(stale, null),
                Ends.retry(fresh.get(1)),
                new AttemptEnd.Released(fresh.get(2)));

        assertThat(store().finish(ends)).containsExactlyInAnyOrderElementsOf(fresh);
        assertThat(driver().snapshot(stale.job())).isEqualTo(before);
        assertThat(fresh)
                .extracting(lease -> driver().read(lease.job()).status())
                .containsExactly(JobStatus.COMPLETED, JobStatus.SCHEDULED, JobStatus.PENDING);
    }

    @Test
    default void fresh_progress_is_written_beside_stale_progress() {
        Lease fresh = driver().run(SampleJobs.sample());
        Lease stale = attemptBefore();
        Snapshot before = driver().snapshot(stale.job());

        assertThat(store().saveProgress(List.of(update(stale, 5), update(fresh, 6))))
                .containsExactly(fresh);
        assertThat(driver().snapshot(stale.job())).isEqualTo(before);
        assertThat(driver().read(fresh.job()).progress().processed()).isEqualTo(6);
    }

    @Test
    default void of_four_threads_with_the_same_lease_one_writes_the_end() throws Exception {
        for (int round = 0; round < 25; round++) {
            Lease lease = driver().run(SampleJobs.sample());
            List<Set<Lease>> answers = Together.run(
                    4, i -> () -> store().finish(List.of(new AttemptEnd.Completed(lease, String.valueOf(i)))));
            assertThat(answers.stream().flatMap(Set::stream)).containsExactly(lease);
            assertThat(store().attempts(lease.job())).hasSize(1);
        }
    }

    private DynamicTest staleEnd(String why, Supplier<Lease> stale, int kind) {
        NodeId anyone = NodeId.random();
        String name =
                Ends.name(Ends.all(new Lease(SampleJobs.newId(), 1, anyone)).get(kind));
        return DynamicTest.dynamicTest(name + " by " + why, () -> {
            Lease lease = stale.get();
            Snapshot before = driver().snapshot(lease.job());
            assertThat(store().finish(List.of(Ends.all(lease).get(kind))))
                    .as("leases whose end was written")
                    .isEmpty();
            assertThat(driver().snapshot(lease.job())).isEqualTo(before);
        });
    }

    private Map<String, Supplier<Lease>> staleLeases() {
        Map<String, Supplier<Lease>> stale = new LinkedHashMap<>();
        stale.put("the attempt before", this::attemptBefore);
        stale.put("an attempt to come", () -> {
            Lease lease = driver().run(SampleJobs.sample());
            return new Lease(lease.job(), lease.attempt() + 1, lease.node());
        });
        stale.put("another node", () -> {
            Lease lease = driver().run(SampleJobs.sample());
            return new Lease(lease.job(), lease.attempt(), driver().node());
        });
        stale.put("the attempt that was released", () -> {
            Lease lease = driver().run(SampleJobs.sample());
            driver().finish(new AttemptEnd.Released(lease));
            return lease;
        });
        stale.put("the attempt that is waiting for its retry", () -> {
            Lease lease = driver().run(SampleJobs.sample());
            driver().finish(Ends.retry(lease));
            return lease;
        });
        stale.put("a node whose job was never started", () -> {
            Job job = driver().bring(JobStatus.PENDING);
            return new Lease(job.id(), job.attempt(), driver().node());
        });
        for (JobStatus status : List.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)) {
            stale.put("the attempt that ended as " + status, () -> StoreDriver.lease(driver().bring(status)));
        }
        return stale;
    }

    /** The first lease of a job that runs for the second time on the same node. */
    private Lease attemptBefore() {
        Lease first = driver().run(SampleJobs.sample());
        driver().finish(new AttemptEnd.Released(first));
        driver().start(first.job(), first.node());
        return first;
    }

    private static ProgressUpdate update(Lease lease, long processed) {
        return new ProgressUpdate(lease, new Progress(processed, 100L, null, "stale?"));
    }
}
