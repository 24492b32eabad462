package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.OnDuplicate;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** At most one unfinished job for each unique key. */
interface UniqueKeyContract extends StoreTests {

    @TestFactory
    default Stream<DynamicTest> an_unfinished_job_holds_its_key() {
        return EnumSet.of(JobStatus.BLOCKED, JobStatus.SCHEDULED, JobStatus.PENDING, JobStatus.RUNNING).stream()
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    JobId holder =
                            driver().bring(status, refusing("held " + status)).id();
                    assertThatThrownBy(() -> driver().insert(refusing("held " + status)))
                            .isInstanceOfSatisfying(
                                    DuplicateJobException.class,
                                    e -> assertThat(e.existing()).isEqualTo(holder))
                            .hasMessageContaining("held " + status)
                            .hasMessageContaining(holder.toString());
                }));
    }

    @TestFactory
    default Stream<DynamicTest> a_finished_job_has_freed_its_key() {
        return EnumSet.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED).stream()
                .map(status -> DynamicTest.dynamicTest(status.name(), () -> {
                    JobId first =
                            driver().bring(status, refusing("freed " + status)).id();
                    JobId second = driver().insert(refusing("freed " + status));
                    assertThat(second).isNotEqualTo(first);
                    assertThatThrownBy(() -> driver().insert(refusing("freed " + status)))
                            .isInstanceOfSatisfying(
                                    DuplicateJobException.class,
                                    e -> assertThat(e.existing()).isEqualTo(second));
                }));
    }

    @Test
    default void a_taken_key_may_answer_with_its_holder() {
        JobId holder = driver().insert(returning("k"));
        NewJob second = returning("k").one();

        assertThat(store().insert(List.of(second))).containsExactly(new Admission(holder, false));
        assertThat(driver().find(second.id())).isEmpty();
    }

    @Test
    default void the_later_request_decides_what_a_taken_key_means() {
        JobId holder = driver().insert(refusing("k"));

        assertThat(store().insert(List.of(returning("k").one()))).containsExactly(new Admission(holder, false));
    }

    @Test
    default void a_key_is_the_same_key_in_every_queue_and_type() {
        driver().insert(refusing("k"));
        NewJob other = refusing("k").queue("other").type("other").one();

        assertThatThrownBy(() -> store().insert(List.of(other))).isInstanceOf(DuplicateJobException.class);
    }

    @Test
    default void keys_differ_in_case_and_in_trailing_spaces() {
        driver().insert(List.of(
                refusing("key").one(), refusing("KEY").one(), refusing("key ").one()));

        assertThat(store().list(JobQuery.all()).items()).hasSize(3);
    }

    @Test
    default void a_key_given_twice_in_one_insert_is_refused() {
        List<NewJob> jobs = List.of(
                refusing("k").one(), SampleJobs.sample().one(), refusing("k").one());
        DuplicateJobException refused = catchThrowableOfType(DuplicateJobException.class, () -> store().insert(jobs));

        assertThat(refused.existing()).isEqualTo(jobs.get(0).id());
        assertThat(store().list(JobQuery.all()).items()).isEmpty();
    }

    @Test
    default void a_key_given_twice_in_one_insert_may_answer_with_the_first() {
        List<NewJob> jobs = List.of(
                refusing("k").one(), SampleJobs.sample().one(), returning("k").one());

        assertThat(store().insert(jobs))
                .containsExactly(
                        new Admission(jobs.get(0).id(), true),
                        new Admission(jobs.get(1).id(), true),
                        new Admission(jobs.get(0).id(), false));
        assertThat(store().list(JobQuery.all()).items()).hasSize(2);
    }

    @Test
    default void many_keys_in_one_insert_answer_each_for_itself() {
        List<JobId> held = driver().insert(keys(0, 600));
        List<Admission> admissions = store().insert(keys(300, 900));

        assertThat(admissions.subList(0, 300))
                .isEqualTo(held.subList(300, 600).stream()
                        .map(id -> new Admission(id, false))
                        .toList());
        assertThat(admissions.subList(300, 600)).allMatch(Admission::created);
    }

    @Test
    default void of_sixteen_threads_with_one_key_exactly_one_stores_its_job() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "race " + round;
            List<JobId> ids = Together.run(16, () -> idOrExisting(refusing(key)));
            assertOneJob(key, Set.copyOf(ids));
        }
    }

    @Test
    default void sixteen_threads_with_one_key_all_get_the_same_job() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "race " + round;
            List<Admission> answers = Together.run(
                    16, () -> store().insert(List.of(returning(key).one())).get(0));
            assertThat(answers).filteredOn(Admission::created).hasSize(1);
            assertOneJob(key, answers.stream().map(Admission::id).collect(Collectors.toSet()));
        }
    }

    @Test
    default void batches_with_the_same_keys_in_another_order_all_end() throws Exception {
        List<List<Admission>> answers = Together.run(8, i -> () -> {
            List<NewJob> jobs = new ArrayList<>(keys(0, 60));
            Collections.rotate(jobs, i * 7);
            return store().insert(jobs);
        });

        assertThat(answers.stream().flatMap(List::stream).filter(Admission::created))
                .hasSize(60);
        assertThat(store().list(JobQuery.all().limit(500)).items()).hasSize(60);
    }

    @Test
    default void a_key_freed_while_it_is_asked_for_is_either_held_or_free() throws Exception {
        for (int round = 0; round < 50; round++) {
            String key = "freed " + round;
            Lease lease = driver().run(refusing(key));
            Admission answer = Together.<Admission>run(List.of(
                            () -> {
                                driver().complete(lease);
                                return new Admission(lease.job(), false);
                            },
                            () -> store().insert(List.of(returning(key).one())).get(0)))
                    .get(1);
            assertThat(answer.created()).isEqualTo(!answer.id().equals(lease.job()));
            assertThat(driver().find(answer.id())).isPresent();
        }
    }

    private JobId idOrExisting(SampleJobs sample) {
        try {
            return driver().insert(sample);
        } catch (DuplicateJobException e) {
            return e.existing();
        }
    }

    private void assertOneJob(String key, Set<JobId> answered) {
        List<JobId> stored = store().list(JobQuery.all().limit(500)).items().stream()
                .filter(job -> job.spec().unique().orElseThrow().key().equals(key))
                .map(Job::id)
                .toList();
        assertThat(stored).as("unfinished jobs with the key %s", key).hasSize(1);
        assertThat(answered).containsExactlyElementsOf(stored);
    }

    private static List<NewJob> keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> returning("k" + i).one()).toList();
    }

    private static SampleJobs refusing(String key) {
        return SampleJobs.sample().unique(key, OnDuplicate.REFUSE);
    }

    private static SampleJobs returning(String key) {
        return SampleJobs.sample().unique(key, OnDuplicate.RETURN_EXISTING);
    }
}
