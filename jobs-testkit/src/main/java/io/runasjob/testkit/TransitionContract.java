package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobTimes;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.testkit.StoreDriver.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * All 49 pairs of states. For each pair a job is brought into the first, and each verb that leads to the second is applied
 * to a fresh one: what {@link JobStatus} allows happens, everything else changes nothing.
 */
interface TransitionContract extends StoreTests {

    /**
     * A verb with the one status that it leads to.
     *
     * @param from the statuses that it moves jobs from
     */
    record Verb(String name, JobStatus to, Set<JobStatus> from, Consumer<Job> act) {}

    @TestFactory
    default Stream<DynamicTest> only_listed_transitions_happen() {
        List<Verb> verbs = verbs();
        List<DynamicTest> tests = new ArrayList<>();
        for (JobStatus from : JobStatus.values()) {
            for (JobStatus to : JobStatus.values()) {
                String name = from + " → " + to + (from.canBecome(to) ? " happens" : " is refused");
                tests.add(DynamicTest.dynamicTest(name, () -> check(from, to, verbs)));
            }
        }
        return tests.stream();
    }

    private void check(JobStatus from, JobStatus to, List<Verb> verbs) {
        List<Verb> leading = verbs.stream().filter(verb -> verb.to() == to).toList();
        assertThat(leading.stream().anyMatch(verb -> verb.from().contains(from)))
                .as("some verb leads from %s to %s", from, to)
                .isEqualTo(from.canBecome(to));
        leading.forEach(verb -> check(from, verb));
    }

    private void check(JobStatus from, Verb verb) {
        Job brought = bringAndAge(from);
        Snapshot before = driver().snapshot(brought.id());
        assertThat(before.job().status()).isEqualTo(from);
        verb.act().accept(before.job());
        Snapshot after = driver().snapshot(brought.id());

        if (verb.from().contains(from)) {
            assertThat(after.job().status()).as(verb.name()).isEqualTo(verb.to());
        } else {
            assertThat(comparable(after)).as(verb.name()).isEqualTo(comparable(before));
        }
    }

    /** A minute before a promotion, so that dues are past; in a queue of its own, so that a claim takes no other job. */
    private Job bringAndAge(JobStatus status) {
        String queue = "q-" + SampleJobs.newId();
        SampleJobs sample = SampleJobs.sample().queue(queue);
        Job job = status == JobStatus.SCHEDULED
                ? driver().read(driver().insert(sample.after(Duration.ofMinutes(1))))
                : driver().bring(status, sample);
        driver().passTime(Duration.ofMinutes(2));
        return job;
    }

    /**
     * A snapshot without what a verb may change while the status stays: a waiting job that waits anew has another due time,
     * and a running job that is cancelled knows it.
     */
    private static Snapshot comparable(Snapshot snapshot) {
        Job job = snapshot.job();
        JobTimes times = job.times();
        JobRun run = job.run();
        Instant due = job.status().isWaiting() ? Instant.EPOCH : times.due();
        return new Snapshot(
                new Job(
                        job.id(),
                        job.spec(),
                        job.status(),
                        new JobTimes(times.created(), due, times.startedOrNull(), times.finishedOrNull()),
                        new JobRun(run.attempt(), run.failures(), run.losses(), run.nodeOrNull(), false),
                        job.progress(),
                        job.resultOrNull(),
                        job.errorOrNull()),
                snapshot.attempts());
    }

    private List<Verb> verbs() {
        Set<JobStatus> waiting = EnumSet.of(JobStatus.BLOCKED, JobStatus.SCHEDULED, JobStatus.PENDING);
        Set<JobStatus> asideFromReady = EnumSet.of(JobStatus.BLOCKED, JobStatus.SCHEDULED);
        Set<JobStatus> ready = EnumSet.of(JobStatus.PENDING);
        Set<JobStatus> running = EnumSet.of(JobStatus.RUNNING);
        return List.of(
                new Verb("claim", JobStatus.RUNNING, ready, job -> driver().claim(driver().node(), job.queue(), 10)),
                new Verb("start", JobStatus.RUNNING, ready, job -> store().start(job.id(), driver().node())),
                end("finish completed", JobStatus.COMPLETED, lease -> new AttemptEnd.Completed(lease, "1")),
                end("finish failed", JobStatus.FAILED, TransitionContract::failed),
                end("finish timed out", JobStatus.FAILED, TransitionContract::timedOut),
                end("finish retry", JobStatus.SCHEDULED, Ends::retry),
                end("finish snoozed", JobStatus.SCHEDULED, lease -> new AttemptEnd.Snoozed(lease, Ends.DELAY)),
                end("finish cancelled", JobStatus.CANCELLED, AttemptEnd.Cancelled::new),
                end("finish released", JobStatus.PENDING, AttemptEnd.Released::new),
                new Verb("cancel", JobStatus.CANCELLED, waiting, job -> store().cancel(List.of(job.id()))),
                new Verb("promote", JobStatus.PENDING, EnumSet.of(JobStatus.SCHEDULED), job -> store().promote(1_000)),
                new Verb("wait again", JobStatus.SCHEDULED, without(waiting, JobStatus.SCHEDULED), this::waitAnHour),
                new Verb("let go", JobStatus.PENDING, asideFromReady, this::letGo),
                new Verb("retry", JobStatus.PENDING, EnumSet.of(JobStatus.FAILED, JobStatus.CANCELLED), this::retry),
                new Verb("rescue", JobStatus.PENDING, running, job -> rescue(job, 1_000)),
                new Verb("rescue for the last time", JobStatus.FAILED, running, job -> rescue(job, 1)));
    }

    private Verb end(String name, JobStatus to, Function<Lease, AttemptEnd> end) {
        return new Verb(
                name, to, EnumSet.of(JobStatus.RUNNING), job -> store().finish(List.of(end.apply(leaseOrForged(job)))));
    }

    private static Lease leaseOrForged(Job job) {
        return job.lease().orElseGet(() -> new Lease(job.id(), 1, NodeId.random()));
    }

    private static AttemptEnd failed(Lease lease) {
        return new AttemptEnd.Failed(lease, Outcome.FAILED, SampleJobs.ERROR);
    }

    private static AttemptEnd timedOut(Lease lease) {
        return new AttemptEnd.Failed(lease, Outcome.TIMED_OUT, SampleJobs.ERROR);
    }

    private void waitAnHour(Job job) {
        store().reschedule(List.of(job.id()), Duration.ofHours(1));
    }

    private void letGo(Job job) {
        store().reschedule(List.of(job.id()), Duration.ZERO);
    }

    private void retry(Job job) {
        store().retry(List.of(job.id()));
    }

    private void rescue(Job job, int maxLosses) {
        job.run().node().ifPresent(node -> store().deregister(node));
        store().rescue(maxLosses, 1_000);
    }

    private static Set<JobStatus> without(Set<JobStatus> statuses, JobStatus status) {
        Set<JobStatus> rest = EnumSet.copyOf(statuses);
        rest.remove(status);
        return rest;
    }
}
