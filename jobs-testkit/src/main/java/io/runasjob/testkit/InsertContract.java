package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Labels;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Progress;
import io.runasjob.job.Subject;
import io.runasjob.retry.Backoff;
import io.runasjob.retry.RetryPolicy;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Taking new jobs in. */
interface InsertContract extends StoreTests {

    @Test
    default void a_new_job_is_ready_and_has_no_history() {
        Job job = driver().read(driver().insert(SampleJobs.sample()));

        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.times().due()).isEqualTo(job.times().created());
        assertThat(job.times().started()).isEmpty();
        assertThat(job.times().finished()).isEmpty();
        assertThat(job.run()).isEqualTo(JobRun.NONE);
        assertThat(job.progress()).isEqualTo(Progress.NONE);
        assertThat(job.result()).isEmpty();
        assertThat(job.error()).isEmpty();
        assertThat(store().attempts(job.id())).isEmpty();
    }

    @Test
    default void an_id_that_a_job_has_is_refused_be_it_waiting_or_ended_and_nothing_of_the_call_is_stored() {
        NewJob waiting = SampleJobs.sample().one();
        NewJob ended = SampleJobs.sample().one();
        store().insert(List.of(waiting));
        store().insert(List.of(ended));
        NewJob endedLast = SampleJobs.sample().one();
        store().insert(List.of(endedLast));
        store().cancel(List.of(ended.id(), endedLast.id()));
        NewJob fresh = SampleJobs.sample().one();

        for (NewJob known : List.of(waiting, ended, endedLast)) {
            assertThatThrownBy(() -> store().insert(List.of(fresh, known)))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("an id that no other job has");
        }
        assertThatThrownBy(() -> store().insert(List.of(fresh, fresh))).isInstanceOf(InvalidValueException.class);
        assertThat(store().find(List.of(fresh.id()))).isEmpty();
        assertThat(driver().read(ended.id()).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    default void a_new_job_is_created_at_the_time_of_the_store() {
        Instant before = store().now();
        Job job = driver().read(driver().insert(SampleJobs.sample()));
        Instant after = store().now();

        assertThat(job.times().created()).isBetween(before, after);
    }

    @TestFactory
    default Stream<DynamicTest> everything_that_was_asked_for_comes_back() {
        return samplesOfEveryField().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    NewJob job = sample.getValue().one();
                    driver().insert(List.of(job));
                    assertThat(driver().read(job.id()).spec()).isEqualTo(job.spec());
                }));
    }

    private static Map<String, SampleJobs> samplesOfEveryField() {
        return Map.ofEntries(
                Map.entry("nothing but defaults", SampleJobs.sample()),
                Map.entry(
                        "type and queue",
                        SampleJobs.sample().type("report.render_2").queue("Reports-1.b")),
                Map.entry("lowest priority", SampleJobs.sample().priority(0)),
                Map.entry("highest priority", SampleJobs.sample().priority(10)),
                Map.entry("name in many scripts", SampleJobs.sample().name("Grüße 東京 العربية 👩‍💻 '\"\\%_; --")),
                Map.entry("longest name", SampleJobs.sample().name("n".repeat(200))),
                Map.entry("longest name of emoji", SampleJobs.sample().name("📄".repeat(100))),
                Map.entry("owner", SampleJobs.sample().owner("ann O'Neill 🦉")),
                Map.entry("labels", SampleJobs.sample().labels(labels())),
                Map.entry("limits", SampleJobs.sample().limits(limits())),
                Map.entry("default policy", SampleJobs.sample().limits(new JobLimits(1, null, RetryPolicy.DEFAULT))),
                Map.entry("unique key, refuse", SampleJobs.sample().unique("κλειδί 🔑 'k'", OnDuplicate.REFUSE)),
                Map.entry("unique key, return", SampleJobs.sample().unique("k-2", OnDuplicate.RETURN_EXISTING)),
                Map.entry(
                        "payload with escapes", SampleJobs.sample().payload("[ \"\\u0000\\n\\\"\\\\\\ud83d\", 1.50 ]")),
                Map.entry("payload in many scripts", SampleJobs.sample().payload("[\"Grüße 東京 📄\",null,true]")),
                Map.entry("payload of 256 KiB", SampleJobs.sample().payload(payload(256 * 1024))));
    }

    private static Labels labels() {
        List<Subject> subjects = List.of(new Subject("document", "9f-1"), new Subject("Nutzer", "Ünal 🦉"));
        return new Labels(subjects, Set.of("nightly", "büro", "a b"), Map.of("empty", "", "key 'q'", "v\"\\ 東京 📄"));
    }

    private static JobLimits limits() {
        RetryPolicy policy = RetryPolicy.builder()
                .backoff(new Backoff(Duration.ofMillis(1500), 1.75, Duration.ofHours(7), 0.33))
                .retryOn(FileNotFoundException.class)
                .giveUpOn(IOException.class)
                .waitOn(IllegalStateException.class, Duration.ofMillis(2_500))
                .build();
        return new JobLimits(1_000, Duration.ofMillis(90_001), policy);
    }

    private static String payload(int bytes) {
        return "[\"" + "x".repeat(bytes - 4) + "\"]";
    }

    @Test
    default void a_delay_makes_a_job_wait_that_long() {
        Job job = driver().read(driver().insert(SampleJobs.sample().after(Duration.ofMinutes(90))));

        assertThat(job.status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(Duration.between(job.times().created(), job.times().due())).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    default void a_delay_of_zero_makes_a_job_ready() {
        Job job = driver().read(driver().insert(SampleJobs.sample().after(Duration.ZERO)));

        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.times().due()).isEqualTo(job.times().created());
    }

    @Test
    default void a_time_in_the_future_makes_a_job_wait_for_it() {
        Instant time = store().now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
        Job job = driver().read(driver().insert(SampleJobs.sample().at(time)));

        assertThat(job.status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(job.times().due()).isEqualTo(time);
    }

    @Test
    default void a_time_in_the_past_makes_a_job_ready_and_due_since_then() {
        Instant time = store().now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
        Job job = driver().read(driver().insert(SampleJobs.sample().at(time)));

        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.times().due()).isEqualTo(time);
    }

    @Test
    default void a_blocked_job_is_blocked() {
        Job job = driver().read(driver().insert(SampleJobs.sample().blocked()));

        assertThat(job.status()).isEqualTo(JobStatus.BLOCKED);
    }

    @Test
    default void a_job_may_begin_running_on_its_submitters_node() {
        NodeId node = driver().node();
        Job job = driver().read(driver().insert(SampleJobs.sample().runningOn(node)));

        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.times().started()).contains(job.times().created());
        assertThat(job.lease()).contains(new Lease(job.id(), 1, node));
        assertThat(driver().claim(driver().node(), job.queue(), 10)).isEmpty();
        assertThat(driver().complete(StoreDriver.lease(job)).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    default void thousands_of_jobs_are_admitted_in_the_order_given() {
        List<NewJob> jobs = new ArrayList<>(SampleJobs.sample().many(2_500));
        Collections.shuffle(jobs, new Random(7));
        List<Admission> admissions = store().insert(jobs);

        assertThat(admissions)
                .isEqualTo(
                        jobs.stream().map(job -> new Admission(job.id(), true)).toList());
        assertThat(store().find(ids(jobs))).extracting(Job::id).containsExactlyInAnyOrderElementsOf(ids(jobs));
    }

    @Test
    default void one_insert_may_mix_all_beginnings() {
        List<JobId> ids = driver().insert(List.of(
                SampleJobs.sample().one(),
                SampleJobs.sample().blocked().one(),
                SampleJobs.sample().after(Duration.ofHours(1)).one(),
                SampleJobs.sample().runningOn(driver().node()).one(),
                SampleJobs.sample().queue("other").one()));

        assertThat(ids)
                .extracting(id -> driver().read(id).status())
                .containsExactly(
                        JobStatus.PENDING,
                        JobStatus.BLOCKED,
                        JobStatus.SCHEDULED,
                        JobStatus.RUNNING,
                        JobStatus.PENDING);
    }

    @Test
    default void when_one_of_many_is_refused_none_is_stored() {
        JobId holder = driver().insert(SampleJobs.sample().unique("k", OnDuplicate.REFUSE));
        List<NewJob> jobs = new ArrayList<>(SampleJobs.sample().labels(labels()).many(1_200));
        jobs.add(SampleJobs.sample().unique("k", OnDuplicate.REFUSE).one());

        assertThatThrownBy(() -> store().insert(jobs)).isInstanceOf(DuplicateJobException.class);

        assertThat(store().find(ids(jobs))).isEmpty();
        assertThat(store().list(JobQuery.all()).items()).extracting(Job::id).containsExactly(holder);
        assertThat(driver().claim(driver().node(), "default", 10))
                .extracting(Job::id)
                .containsExactly(holder);
    }

    private static List<JobId> ids(List<NewJob> jobs) {
        return jobs.stream().map(NewJob::id).toList();
    }
}
