package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Outcome;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.mongo.CutClient.Cut;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.NewJob;
import io.runasjob.testkit.SampleJobs;
import io.runasjob.testkit.StoreDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Cuts each act off at each of its operations, in each way, and lets another node do it again and look. */
class CutOffTest {
    private static final List<CutScene> SCENES = List.of(
            new InsertOfMany(),
            new InsertOfOne(),
            new InsertWithLimit(),
            new Finish(),
            new Claim(),
            new People(),
            new Upkeep());

    @TestFactory
    Stream<DynamicTest> another_node_ends_what_was_cut_off_wherever_it_was_cut_off() {
        return SCENES.stream()
                .flatMap(scene -> Stream.of(Cut.values())
                        .map(cut -> DynamicTest.dynamicTest(
                                scene.getClass().getSimpleName() + ", " + cut, () -> cutEverywhere(scene, cut))));
    }

    private static void cutEverywhere(CutScene scene, Cut cut) {
        int operation = 1;
        while (cutAt(operation, scene, cut)) {
            operation++;
        }
        assertThat(operation).as("operations of " + scene).isGreaterThan(2);
    }

    /** False when the act has no such operation any more. */
    private static boolean cutAt(int operation, CutScene scene, Cut cut) {
        try (CutFixture fixture = new CutFixture()) {
            scene.prepare(fixture.healthy());
            fixture.cut().cutOff(operation, cut);
            boolean done = act(scene, fixture.sick());
            boolean hit = fixture.cut().hasCut();
            fixture.cut().heal();
            if (scene.letsTimePass()) {
                fixture.passTime(Duration.ofSeconds(31));
            }
            fixture.healthy().rescue(100, 100);
            scene.check(fixture.healthy(), done);
            assertThat(fixture.leftBehind())
                    .as("%s cut at %s", scene, operation)
                    .isEmpty();
            return hit;
        }
    }

    private static boolean act(CutScene scene, JobStore store) {
        try {
            scene.act(store);
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static List<NewJob> keyed(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> SampleJobs.sample()
                        .unique("k" + i, OnDuplicate.RETURN_EXISTING)
                        .one())
                .toList();
    }

    private static Set<JobId> ids(Collection<Job> jobs) {
        return Set.copyOf(jobs.stream().map(Job::id).toList());
    }

    private static List<Job> all(JobStore store) {
        return store.list(JobQuery.all().limit(500)).items();
    }

    /** All or none, and whoever comes next finds the keys free or held by jobs that exist. */
    static final class InsertOfMany extends CutScene {
        private List<NewJob> jobs = List.of();

        @Override
        void prepare(JobStore store) {
            jobs = new ArrayList<>(keyed(0, 3));
            jobs.add(SampleJobs.sample().after(Duration.ofHours(9)).one());
            jobs.add(SampleJobs.sample().blocked().one());
            jobs.add(SampleJobs.sample().one());
        }

        @Override
        void act(JobStore store) {
            store.insert(jobs);
        }

        @Override
        boolean letsTimePass() {
            return true;
        }

        @Override
        void check(JobStore store, boolean done) {
            int stored = all(store).size();
            assertThat(stored).isIn(0, jobs.size());
            assertThat(stored > 0 || !done).isTrue();
            List<Admission> again = store.insert(keyed(0, 3));
            assertThat(again).allMatch(admission -> admission.created() == (stored == 0));
            assertThat(store.find(again.stream().map(Admission::id).toList())).hasSize(3);
        }
    }

    static final class InsertOfOne extends CutScene {
        private List<NewJob> job = List.of();

        @Override
        void prepare(JobStore store) {
            job = keyed(0, 1);
        }

        @Override
        void act(JobStore store) {
            store.insert(job);
        }

        @Override
        void check(JobStore store, boolean done) {
            boolean stored = !all(store).isEmpty();
            assertThat(stored || !done).isTrue();
            assertThat(store.insert(keyed(0, 1)).get(0).created()).isEqualTo(!stored);
        }
    }

    /** A turn that was left behind stops nobody, and no limit is exceeded. */
    static final class InsertWithLimit extends CutScene {
        @Override
        void prepare(JobStore store) {
            store.limit("bounded", 3);
        }

        @Override
        void act(JobStore store) {
            store.insert(SampleJobs.sample().queue("bounded").many(2));
        }

        @Override
        boolean letsTimePass() {
            return true;
        }

        @Override
        void check(JobStore store, boolean done) {
            int stored = all(store).size();
            assertThat(stored).isIn(0, 2);
            assertThat(stored == 2 || !done).isTrue();
            assertThat(store.insert(SampleJobs.sample().queue("bounded").many(3 - stored)))
                    .hasSize(3 - stored);
        }
    }

    /** Each attempt ends once, and its history says so once. */
    static final class Finish extends CutScene {
        private final NodeId node = NodeId.random();
        private List<AttemptEnd> ends = List.of();

        @Override
        void prepare(JobStore store) {
            store.register(StoreDriver.registration(node));
            List<Lease> leases = lease(store, node, 4);
            store.cancel(List.of(leases.get(3).job()));
            ends = List.of(
                    new AttemptEnd.Completed(leases.get(0), "1"),
                    new AttemptEnd.Failed(leases.get(1), Outcome.FAILED, SampleJobs.ERROR),
                    new AttemptEnd.Snoozed(leases.get(2), Duration.ofHours(1)),
                    new AttemptEnd.Released(leases.get(3)));
        }

        @Override
        void act(JobStore store) {
            assertThat(store.finish(ends)).as("leases written").hasSize(4);
        }

        @Override
        void check(JobStore store, boolean done) {
            store.finish(ends);
            assertThat(ends)
                    .extracting(
                            end -> store.find(List.of(end.lease().job())).get(0).status())
                    .containsExactly(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.SCHEDULED, JobStatus.CANCELLED);
            assertThat(ends).allMatch(end -> store.attempts(end.lease().job()).size() == 1);
        }
    }

    /** No job is lost: those whose lease nobody heard of come back when their node is dead. */
    static final class Claim extends CutScene {
        @Override
        void prepare(JobStore store) {
            store.insert(SampleJobs.sample().many(5));
        }

        @Override
        void act(JobStore store) {
            claim(store, NodeId.random());
        }

        @Override
        boolean letsTimePass() {
            return true;
        }

        @Override
        void check(JobStore store, boolean done) {
            assertThat(claim(store, NodeId.random())).hasSize(5);
        }

        private static List<Job> claim(JobStore store, NodeId node) {
            return store.claim(new ClaimRequest(node, List.of(new Demand("default", 10)), Set.of(SampleJobs.TYPE)));
        }
    }

    /** Cancel, retry, reschedule and delete, one after the other, each done again by another. */
    static final class People extends CutScene {
        private List<JobId> ids = List.of();

        @Override
        void prepare(JobStore store) {
            ids = store.insert(keyed(0, 3)).stream().map(Admission::id).toList();
        }

        @Override
        void act(JobStore store) {
            store.reschedule(ids, Duration.ofHours(1));
            store.cancel(ids);
            store.retry(ids);
            store.cancel(ids);
            store.delete(ids.subList(0, 1));
        }

        @Override
        void check(JobStore store, boolean done) {
            assertThat(all(store)).hasSizeGreaterThanOrEqualTo(2);
            act(store);
            assertThat(ids(all(store))).isEqualTo(Set.copyOf(ids.subList(1, 3)));
            assertThat(all(store)).allMatch(job -> job.status() == JobStatus.CANCELLED);
            assertThat(store.insert(keyed(0, 3))).allMatch(Admission::created);
        }
    }

    /** Promote and rescue. */
    static final class Upkeep extends CutScene {
        @Override
        void prepare(JobStore store) {
            store.finish(lease(store, NodeId.random(), 2).stream()
                    .map(lease -> (AttemptEnd) new AttemptEnd.Snoozed(lease, Duration.ZERO))
                    .toList());
            lease(store, NodeId.random(), 3);
        }

        @Override
        void act(JobStore store) {
            store.promote(10);
            store.rescue(3, 10);
        }

        @Override
        void check(JobStore store, boolean done) {
            act(store);
            assertThat(all(store)).hasSize(5).allMatch(job -> job.status() == JobStatus.PENDING);
            assertThat(all(store)).allMatch(job -> store.attempts(job.id()).size() == 1);
            assertThat(store.nodes()).isEmpty();
        }
    }
}
