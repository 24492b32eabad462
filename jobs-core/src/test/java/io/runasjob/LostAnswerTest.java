package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.Attempt;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.Job;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Outcome;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.memory.InMemoryJobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that took effect and whose answer was lost is read back, never repeated blindly, and leaves nothing behind. */
@Timeout(60)
class LostAnswerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final InMemoryJobStore memory = new InMemoryJobStore();
    private final TroubledStore trouble = new TroubledStore(memory);
    private final Blocker blocker = Blocker.stubborn();
    private JobService jobs = builder().queue("default", 2).start();

    private JobServiceBuilder builder() {
        return JobService.builder()
                .sharedStore(trouble.store())
                .handler("block", String.class, blocker)
                .handler("break", String.class, (word, job) -> {
                    blocker.handle(word, job);
                    throw new IOException("broken");
                })
                .handler("note", String.class, (word, job) -> word + " by attempt " + job.attempt())
                .handler("snooze", Duration.class, (delay, job) -> {
                    throw job.snooze(delay);
                });
    }

    private void submitOnly() {
        jobs.close();
        jobs = builder().submitOnly().start();
    }

    @AfterEach
    void close() {
        trouble.heal();
        blocker.release();
        jobs.close();
    }

    private static JobRequest<Object> note() {
        return JobRequest.ofType("note", "x");
    }

    private void assertOutcomes(JobId id, Outcome... outcomes) {
        assertThat(memory.attempts(id)).extracting(Attempt::outcome).containsExactly(outcomes);
    }

    @Test
    void jobs_of_a_claim_whose_answer_was_lost_are_released_and_run() throws InterruptedException {
        trouble.loseNextAnswer("claim");
        JobHandle<Object> handle = jobs.submit(note().in(Duration.ofMillis(1)));
        assertThat(handle.await(LONG)).isEqualTo("x by attempt 2");
        assertOutcomes(handle.id(), Outcome.RELEASED, Outcome.SUCCEEDED);
        assertThat(handle.job().run().failures()).isZero();
    }

    @Test
    void a_submit_whose_answer_was_lost_is_found_stored_and_not_repeated() throws InterruptedException {
        JobRequest<Object> taken = note().uniqueKey("k", OnDuplicate.RETURN_EXISTING);
        JobHandle<Object> holder = jobs.submit(taken.in(Duration.ofHours(1)));
        trouble.loseNextAnswer("insert");
        List<JobHandle<Object>> handles = jobs.submitAll(List.of(note(), taken, note()));
        assertThat(handles).extracting(JobHandle::created).containsExactly(true, false, true);
        assertThat(handles.get(1).id()).isEqualTo(holder.id());
        assertThat(handles.get(0).await(LONG)).isEqualTo("x by attempt 1");
        assertThat(memory.list(JobQuery.all()).items()).hasSize(3);
    }

    /** An idle node claims it in the insert: what it finds stored is its own, and begins without being given back. */
    @Test
    void a_job_of_a_submit_whose_answer_was_lost_begins_at_once() throws InterruptedException {
        await().until(() -> {
            trouble.loseNextAnswer("insert");
            JobHandle<Object> handle = jobs.submit(note());
            assertThat(handle.await(LONG)).isEqualTo("x by attempt 1");
            assertOutcomes(handle.id(), Outcome.SUCCEEDED);
            return begunAsStored(handle.job());
        });
    }

    private static boolean begunAsStored(Job job) {
        return job.times().started().equals(Optional.of(job.times().created()));
    }

    @Test
    void a_submit_that_was_not_stored_says_so() {
        trouble.refuse("insert");
        assertThatThrownBy(() -> jobs.submit(note())).isInstanceOf(StoreUnavailableException.class);
        assertThat(memory.list(JobQuery.all()).items()).isEmpty();
    }

    @Test
    void running_jobs_are_left_alone_when_the_answer_of_a_claim_was_lost() throws InterruptedException {
        JobHandle<Object> running = jobs.submit(JobRequest.ofType("block", "y"));
        blocker.awaitBegun();
        JobId byHand = jobs.create(note());
        jobs.start(byHand);
        trouble.loseNextAnswer("claim");
        jobs.submit(note().in(Duration.ofMillis(1))).await(LONG);
        jobs.complete(byHand, null);
        blocker.release();
        assertThat(running.await(LONG)).isEqualTo("y by attempt 1");
        assertOutcomes(byHand, Outcome.SUCCEEDED);
    }

    @Test
    void a_job_whose_start_by_hand_lost_its_answer_is_given_back() {
        assertStartIsGivenBack();
    }

    @Test
    void a_job_whose_start_by_hand_lost_its_answer_is_given_back_by_a_node_without_workers_too() {
        submitOnly();
        assertStartIsGivenBack();
    }

    private void assertStartIsGivenBack() {
        JobId id = jobs.create(note());
        trouble.loseNextAnswer("start");
        assertThatThrownBy(() -> jobs.start(id)).isInstanceOf(StoreUnavailableException.class);
        await().until(() -> !jobs.attempts(id).isEmpty());
        assertThat(jobs.start(id).attempt()).isEqualTo(2);
        jobs.complete(id, null);
        assertOutcomes(id, Outcome.RELEASED, Outcome.SUCCEEDED);
    }

    @Test
    void however_many_starts_by_hand_lose_their_answers_all_are_given_back() {
        List<JobId> ids = Stream.generate(() -> jobs.create(note())).limit(50).toList();
        for (JobId id : ids) {
            trouble.loseNextAnswer("start");
            assertThatThrownBy(() -> jobs.start(id)).isInstanceOf(StoreUnavailableException.class);
        }
        await().until(() -> ids.stream().noneMatch(jobs::isRunning));
    }

    @Test
    void a_job_run_here_whose_insert_lost_its_answer_is_given_to_a_worker() throws InterruptedException {
        trouble.loseNextAnswer("insert");
        assertThatThrownBy(() -> jobs.run(note())).isInstanceOf(StoreUnavailableException.class);
        Job job = jobs.list(JobQuery.all()).items().get(0);
        assertThat(jobs.handle(job.id()).await(LONG)).isEqualTo("x by attempt 2");
        assertOutcomes(job.id(), Outcome.RELEASED, Outcome.SUCCEEDED);
    }

    @Test
    void a_job_whose_end_lost_its_answer_is_completed_once_and_its_waiter_gets_the_result()
            throws InterruptedException {
        try (CapturedLog log = new CapturedLog()) {
            trouble.loseNextAnswer("finish");
            JobHandle<Object> handle = jobs.submit(note());
            assertThat(handle.await(LONG)).isEqualTo("x by attempt 1");
            jobs.close();
            assertThat(log.lines("no longer ours")).isEmpty();
            assertThat(memory.attempts(handle.id())).hasSize(1);
        }
    }

    @Test
    void a_run_here_whose_end_lost_its_answer_is_read_back_and_returns_its_result() {
        trouble.loseNextAnswer("finish");
        assertThat(jobs.run(note())).isEqualTo("x by attempt 1");
    }

    @Test
    void a_snooze_whose_answer_was_lost_is_read_back_though_its_time_came_meanwhile() {
        submitOnly();
        trouble.loseNextAnswer("finish");
        assertThatThrownBy(() -> jobs.run(JobRequest.ofType("snooze", Duration.ofMillis(1))))
                .hasMessageContaining("asked to be run later");
    }

    @Test
    void a_retry_whose_answer_was_lost_is_read_back_though_the_job_was_cancelled_meanwhile()
            throws InterruptedException {
        try (CapturedLog log = new CapturedLog()) {
            JobHandle<Object> handle = jobs.submit(JobRequest.ofType("break", "x"));
            blocker.awaitBegun();
            trouble.hang("heartbeat");
            assertThat(jobs.cancel(handle.id())).isEqualTo(CancelAnswer.REQUESTED);
            trouble.loseNextAnswer("finish");
            blocker.release();
            await().until(() -> handle.job().status() == JobStatus.CANCELLED);
            trouble.heal();
            jobs.close();
            assertThat(log.lines("no longer ours")).isEmpty();
        }
    }

    @Test
    void everything_goes_on_after_the_store_was_away_for_a_while() throws InterruptedException {
        JobHandle<Object> running = jobs.submit(JobRequest.ofType("block", "y"));
        blocker.awaitBegun();
        JobHandle<Object> due = jobs.submit(note().in(Duration.ofMillis(1)));
        JobContext byHand = jobs.start(jobs.create(note()));
        trouble.goDown();
        assertThatThrownBy(() -> jobs.submit(note())).isInstanceOf(StoreUnavailableException.class);
        byHand.progress().percent(50);
        blocker.release();
        awaitFailures("finish", "saveProgress", "promote", "leasesOf");
        trouble.heal();
        assertThat(running.await(LONG)).isEqualTo("y by attempt 1");
        assertThat((String) due.await(LONG)).startsWith("x by attempt");
        assertThat(jobs.submit(note()).await(LONG)).isEqualTo("x by attempt 1");
        await().until(() ->
                jobs.find(byHand.id()).orElseThrow().progress().percent().isPresent());
        assertThat(jobs.cancel(byHand.id())).isEqualTo(CancelAnswer.REQUESTED);
        await().until(byHand::isCancelled);
    }

    private void awaitFailures(String... verbs) {
        for (String verb : verbs) {
            int before = trouble.calls(verb);
            await(verb).until(() -> trouble.calls(verb) > before);
        }
    }
}
