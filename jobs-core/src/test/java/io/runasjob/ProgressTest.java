package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.Progress;
import io.runasjob.job.ProgressReporter;
import io.runasjob.memory.InMemoryJobStore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressTest {
    private final TroubledStore trouble = new TroubledStore(new InMemoryJobStore());
    private final JobService jobs =
            JobService.builder().store(trouble.store()).submitOnly().start();
    private final JobId id = jobs.create(JobRequest.ofType("by-hand"));
    private final JobContext job = jobs.start(id);

    @AfterEach
    void close() {
        jobs.close();
    }

    private Progress seen() {
        return jobs.find(id).orElseThrow().progress();
    }

    @Test
    void a_percentage_with_a_message_is_seen_while_the_job_runs() {
        job.progress().percent(42).message("halfway");
        await().until(() -> seen().percent().orElse(0) == 42);
        await().until(() -> seen().message().equals("halfway"));
        assertThat(jobs.isRunning(id)).isTrue();
    }

    @Test
    void processed_of_a_total_is_a_percentage_too() {
        job.progress().total(8).step().step(2).processed(5).step();
        jobs.complete(id, null);
        assertThat(seen().processed()).isEqualTo(6);
        assertThat(seen().total()).hasValue(8);
        assertThat(seen().percent()).hasValue(75);
    }

    @Test
    void the_newest_value_is_stored_before_the_end() {
        for (int i = 1; i <= 10_000; i++) {
            job.progress().step().message("item " + i);
        }
        jobs.complete(id, null);
        assertThat(seen().processed()).isEqualTo(10_000);
        assertThat(seen().message()).isEqualTo("item 10000");
        assertThat(trouble.calls("saveProgress")).as("writes").isBetween(1, 20);
    }

    @Test
    void the_newest_value_is_stored_before_a_failure_too() {
        job.progress().percent(99);
        jobs.fail(id, new IllegalStateException());
        assertThat(seen().percent()).hasValue(99);
    }

    @Test
    void a_message_is_cut_and_cleaned_of_what_databases_refuse() {
        job.progress().message("a\0" + "x".repeat(2_000));
        jobs.complete(id, null);
        assertThat(seen().message()).hasSize(1_000).startsWith("a\uFFFDx");
    }

    @Test
    void steps_never_count_past_what_a_number_holds() {
        job.progress().step(Long.MAX_VALUE).step(Long.MAX_VALUE);
        jobs.complete(id, null);
        assertThat(seen().processed()).isEqualTo(Long.MAX_VALUE);
    }

    @TestFactory
    Stream<DynamicTest> illegal_progress_is_refused_and_changes_nothing() {
        return Stream.of(
                refused("percent -1", reporter -> reporter.percent(-1)),
                refused("percent 101", reporter -> reporter.percent(101)),
                refused("total -1", reporter -> reporter.total(-1)),
                refused("step of -1", reporter -> reporter.step(-1)),
                refused("processed -1", reporter -> reporter.processed(-1)));
    }

    private DynamicTest refused(String came, Consumer<ProgressReporter> call) {
        return DynamicTest.dynamicTest(came, () -> {
            assertThatThrownBy(() -> call.accept(job.progress()))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo(Field.PROGRESS))
                    .hasMessageContaining(came);
            assertThat(seen()).isEqualTo(Progress.NONE);
        });
    }
}
