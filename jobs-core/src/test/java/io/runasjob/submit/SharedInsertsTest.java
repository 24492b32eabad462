package io.runasjob.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.JobId;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobSpec;
import io.runasjob.job.Labels;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.job.Uniqueness;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.NewJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedInsertsTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final CountDownLatch firstIsIn = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<List<NewJob>> calls = Collections.synchronizedList(new ArrayList<>());
    private Consumer<List<NewJob>> trouble = jobs -> {};
    private final SharedInserts inserts = new SharedInserts(this::store, Duration.ofSeconds(30));

    @AfterEach
    void stop() throws InterruptedException {
        goOn.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    /** The first call waits until the test lets it go on. */
    private List<JobIntake.Admission> store(List<NewJob> jobs) {
        calls.add(jobs);
        if (calls.size() == 1) {
            firstIsIn.countDown();
            awaitGoOn();
        }
        trouble.accept(jobs);
        return jobs.stream().map(job -> new JobIntake.Admission(job.id(), true)).toList();
    }

    private void awaitGoOn() {
        try {
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<NewJob> jobs(int count) {
        return Stream.generate(SharedInsertsTest::job).limit(count).toList();
    }

    private static NewJob job() {
        return job(null);
    }

    private static NewJob job(@Nullable Uniqueness unique) {
        JobSpec spec = new JobSpec("t", "t", "default", 5, null, "[]", JobLimits.DEFAULT, Labels.NONE, unique);
        return new NewJob(new JobId(UUID.randomUUID()), spec, new NewJob.Now());
    }

    /** One call is under way, and these wait. */
    private List<Future<List<JobIntake.Admission>>> meanwhile(List<List<NewJob>> submits) throws InterruptedException {
        threads.execute(() -> inserts.insert(jobs(1)));
        assertThat(firstIsIn.await(20, TimeUnit.SECONDS)).isTrue();
        List<Future<List<JobIntake.Admission>>> answers = new ArrayList<>();
        for (List<NewJob> jobs : submits) {
            answers.add(threads.submit(() -> inserts.insert(jobs)));
        }
        await().until(() -> inserts.waiting() == submits.size());
        goOn.countDown();
        return answers;
    }

    private static List<JobId> ids(List<NewJob> jobs) {
        return jobs.stream().map(NewJob::id).toList();
    }

    @Test
    void a_lone_call_goes_to_the_store_at_once() {
        goOn.countDown();
        List<NewJob> jobs = jobs(3);
        assertThat(inserts.insert(jobs)).extracting(JobIntake.Admission::id).isEqualTo(ids(jobs));
        assertThat(calls).containsExactly(jobs);
    }

    @Test
    void calls_that_come_while_another_is_under_way_are_one_and_each_gets_its_own_answer() throws Exception {
        List<List<NewJob>> submits = List.of(jobs(1), jobs(2), jobs(3));
        List<Future<List<JobIntake.Admission>>> answers = meanwhile(submits);
        for (int i = 0; i < submits.size(); i++) {
            assertThat(answers.get(i).get(20, TimeUnit.SECONDS))
                    .extracting(JobIntake.Admission::id)
                    .isEqualTo(ids(submits.get(i)));
        }
        assertThat(calls).hasSize(2);
    }

    @Test
    void one_that_the_store_refuses_does_not_take_the_others_with_it() throws Exception {
        List<List<NewJob>> submits = List.of(jobs(1), jobs(2), jobs(3));
        NewJob bad = submits.get(1).get(1);
        trouble = jobs -> {
            if (jobs.contains(bad)) {
                throw new DuplicateJobException("key", bad.id());
            }
        };
        List<Future<List<JobIntake.Admission>>> answers = meanwhile(submits);
        assertThat(answers.get(0).get(20, TimeUnit.SECONDS)).hasSize(1);
        assertThatThrownBy(() -> answers.get(1).get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(DuplicateJobException.class);
        assertThat(answers.get(2).get(20, TimeUnit.SECONDS)).hasSize(3);
    }

    @Test
    void an_unknown_outcome_is_unknown_to_all_and_nothing_is_repeated() throws Exception {
        trouble = jobs -> {
            if (jobs.size() > 1) {
                throw new StoreUnavailableException("Could not hear the answer", null);
            }
        };
        List<Future<List<JobIntake.Admission>>> answers = meanwhile(List.of(jobs(1), jobs(1)));
        for (Future<List<JobIntake.Admission>> answer : answers) {
            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreUnavailableException.class);
        }
        assertThat(calls).hasSize(2);
    }

    @Test
    void an_error_in_the_thread_that_inserts_leaves_nobody_waiting() throws Exception {
        trouble = jobs -> {
            if (jobs.size() > 1) {
                throw new StackOverflowError();
            }
        };
        for (Future<List<JobIntake.Admission>> answer : meanwhile(List.of(jobs(1), jobs(1)))) {
            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_call_with_many_jobs_does_not_wait_for_others() throws Exception {
        List<NewJob> many = jobs(101);
        meanwhile(List.of());
        assertThat(inserts.insert(many)).hasSize(101);
        assertThat(calls).contains(many);
    }

    @Test
    void a_call_with_a_unique_key_does_not_wait_for_others_nor_they_for_it() throws Exception {
        List<NewJob> keyed = List.of(job(new Uniqueness("key", OnDuplicate.REFUSE)));
        List<Future<List<JobIntake.Admission>>> others = meanwhile(List.of());
        assertThat(inserts.insert(keyed)).hasSize(1);
        assertThat(others).isEmpty();
        assertThat(calls).contains(keyed);
    }

    /** The round before waits for a lock of the database, which may be held by the very thread that waits here. */
    @Test
    void who_is_not_taken_along_for_long_goes_alone() throws Exception {
        SharedInserts hasty = new SharedInserts(this::store, Duration.ofMillis(50));
        threads.execute(() -> hasty.insert(jobs(1)));
        assertThat(firstIsIn.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(hasty.insert(jobs(1))).hasSize(1);
        assertThat(goOn.getCount()).isEqualTo(1);
    }

    /** Those who leave take themselves out of the queue while another gathers from it. */
    @Test
    void nobody_is_forgotten_while_others_go_alone() throws Exception {
        goOn.countDown();
        SharedInserts impatient = new SharedInserts(this::store, Duration.ofNanos(1));
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(threads.submit(() -> {
                int stored = 0;
                for (int call = 0; call < 3_000; call++) {
                    stored += impatient.insert(jobs(1)).size();
                }
                return stored;
            }));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(3_000);
        }
        assertThat(calls.stream().mapToInt(List::size).sum()).isEqualTo(24_000);
    }

    @Test
    void who_inserts_for_all_does_so_uninterrupted() throws Exception {
        goOn.countDown();
        CompletableFuture<Boolean> during = new CompletableFuture<>();
        trouble = jobs -> during.complete(Thread.currentThread().isInterrupted());
        Future<Boolean> after = threads.submit(() -> {
            Thread.currentThread().interrupt();
            inserts.insert(jobs(1));
            return Thread.interrupted();
        });
        assertThat(after.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(during.join()).isFalse();
    }

    @Test
    void an_interrupt_of_one_who_waits_breaks_no_call_off_and_is_kept() throws Exception {
        threads.execute(() -> inserts.insert(jobs(1)));
        assertThat(firstIsIn.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            inserts.insert(jobs(1));
            interrupted.complete(Thread.interrupted());
        });
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        waiting.interrupt();
        await().until(() -> !waiting.isInterrupted() && waiting.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(calls).hasSize(2);
    }
}
