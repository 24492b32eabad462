package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.annotation.RunAsJob;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.NotAMethodReferenceException;
import io.runasjob.job.PayloadTooLargeException;
import io.runasjob.job.QueueFullException;
import io.runasjob.job.UnknownJobTypeException;
import io.runasjob.memory.InMemoryJobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is wrong with a request is found before the store sees it. */
@Timeout(30)
class SubmitTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final JobRequest<Object> NOTE = JobRequest.ofType("note", "x");

    private final TroubledStore trouble = new TroubledStore(new InMemoryJobStore());
    private final JobService jobs = JobService.builder()
            .store(trouble.store())
            .handler("note", String.class, (word, job) -> word)
            .register(new Known())
            .start();

    static final class Known {
        @RunAsJob(type = "known")
        String annotated(String word) {
            return word;
        }

        String plain(String word) {
            return word;
        }
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    private void assertNothingInserted() {
        assertThat(trouble.calls("insert")).isZero();
    }

    @Test
    void arguments_over_256_kib_are_refused_and_at_256_kib_taken() {
        int envelope = "[\"\"]".length();
        String fits = "x".repeat(256 * 1024 - envelope);
        assertThatThrownBy(() -> jobs.submit(JobRequest.ofType("note", fits + "x")))
                .isInstanceOf(PayloadTooLargeException.class)
                .hasMessageContaining("262145")
                .hasMessageContaining("262144");
        assertNothingInserted();
        assertThat(jobs.submit(JobRequest.ofType("note", fits)).job().spec().payload())
                .hasSize(256 * 1024);
    }

    @Test
    void the_size_of_arguments_is_counted_in_bytes_not_in_characters() {
        assertThatThrownBy(() -> jobs.submit(JobRequest.ofType("note", "€".repeat(100_000))))
                .isInstanceOf(PayloadTooLargeException.class);
    }

    @Test
    void no_request_at_all_and_more_than_100_000_are_refused() {
        assertThatThrownBy(() -> jobs.submitAll(List.of()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("0 requests");
        assertThatThrownBy(() -> jobs.submitAll(Collections.nCopies(100_001, NOTE)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("100001 requests");
        assertNothingInserted();
    }

    @Test
    void one_bad_request_refuses_all_of_its_call() {
        assertThatThrownBy(() -> jobs.submitAll(List.of(NOTE, JobRequest.ofType("unknown"))))
                .isInstanceOf(UnknownJobTypeException.class);
        assertNothingInserted();
    }

    @Test
    void an_unknown_name_is_refused_with_what_is_known() {
        assertThatThrownBy(() -> jobs.submit(JobRequest.ofType("nota", "x")))
                .isInstanceOf(UnknownJobTypeException.class)
                .hasMessageContaining("'nota'")
                .hasMessageContaining("[known, note]")
                .hasMessageContaining(".handler(");
        assertThatThrownBy(() -> jobs.run(JobRequest.ofType("nota", "x"))).isInstanceOf(UnknownJobTypeException.class);
    }

    @Test
    void a_method_that_is_no_job_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> jobs.submit(Known::plain, "x"))
                .isInstanceOf(UnknownJobTypeException.class)
                .hasMessageContaining("Known.plain")
                .hasMessageContaining("@RunAsJob")
                .hasMessageContaining(".register(");
    }

    @Test
    void a_lambda_with_a_body_is_refused_with_what_to_write() {
        assertThatThrownBy(() -> jobs.submit((Known known) -> known.annotated("x") + "!"))
                .isInstanceOf(NotAMethodReferenceException.class)
                .hasMessageContaining("::");
        assertNothingInserted();
    }

    @Test
    void arguments_that_do_not_fit_the_handler_are_refused() {
        assertThatThrownBy(() -> jobs.submit(JobRequest.ofType("note")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("0 arguments");
        assertThatThrownBy(() -> jobs.submit(JobRequest.ofType("note", "a", "b")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("2 arguments");
        assertThatThrownBy(() -> jobs.submit(JobRequest.ofType("note", 7L))).isInstanceOf(InvalidValueException.class);
        assertNothingInserted();
    }

    @Test
    void a_time_more_than_ten_years_ahead_is_refused() {
        assertThatThrownBy(() -> jobs.submit(NOTE.at(Instant.now().plus(Duration.ofDays(3_654)))))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(Field.DELAY));
        assertThatThrownBy(() -> jobs.submit(NOTE.at(Instant.MAX))).isInstanceOf(InvalidValueException.class);
        assertNothingInserted();
    }

    @Test
    void a_past_time_runs_at_once() throws InterruptedException {
        assertThat(jobs.submit(NOTE.at(Instant.EPOCH)).await(LONG)).isEqualTo("x");
        assertThat(jobs.submit(NOTE.at(Instant.MIN)).await(LONG)).isEqualTo("x");
    }

    @Test
    void a_coming_time_is_waited_for() {
        Instant time = Instant.parse("2030-01-01T00:00:00Z");
        JobHandle<Object> handle = jobs.submit(NOTE.at(time));
        assertThat(handle.job().status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(handle.job().times().due()).isEqualTo(time);
    }

    @Test
    void the_store_is_asked_for_its_time_once_a_call() {
        jobs.submitAll(Collections.nCopies(1_000, NOTE.at(Instant.parse("2030-01-01T00:00:00Z"))));
        // the rescuer asks too, once a second until it may judge others
        assertThat(trouble.calls("now")).isBetween(1, 20);
        assertThat(trouble.calls("insert")).isEqualTo(1);
    }

    @Test
    void names_of_queues_and_limits_are_checked_before_they_reach_the_store() {
        assertThatThrownBy(() -> jobs.pause(" ")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> jobs.resume("x".repeat(101))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> jobs.limit("default", -1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("-1");
        assertThat(trouble.calls("pause") + trouble.calls("limit")).isZero();
    }

    @Test
    void the_queue_of_jobs_driven_by_hand_is_not_for_submits() {
        assertThatThrownBy(() -> jobs.submit(NOTE.queue("by-hand")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("create(request)");
        assertNothingInserted();
    }

    @Test
    void a_full_queue_refuses_with_its_size_and_its_limit() {
        jobs.pause("default");
        jobs.limit("default", 2);
        jobs.submitAll(List.of(NOTE, NOTE));
        assertThatThrownBy(() -> jobs.submit(NOTE))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("2");
    }
}
