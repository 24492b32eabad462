package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.Job;
import io.runasjob.spi.ProgressUpdate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressWriterTest {
    private static final int ALL = 1_000_000;

    private final RecordingStore recorder = new RecordingStore();
    private final ProgressWriter writer =
            new ProgressWriter(recorder.store(), new Membership(Duration.ofHours(1)).outage());
    private final HeldAttempts held = new HeldAttempts(writer::changed, Attempts.NO_TRANSACTIONS);

    @AfterEach
    void stop() throws InterruptedException {
        recorder.mayAnswer.release(ALL);
        writer.stop(Duration.ofSeconds(10));
    }

    private List<Long> savedCounts() {
        return recorder.saved.stream()
                .flatMap(List::stream)
                .map(ProgressUpdate::progress)
                .map(progress -> progress.processed())
                .toList();
    }

    @Test
    void ten_thousand_steps_are_few_writes_and_the_last_one_is_stored() {
        recorder.mayAnswer.release(ALL);
        HeldAttempt attempt = held.hold(Attempts.leased());
        writer.start();
        for (int i = 0; i < 10_000; i++) {
            attempt.progress().step();
        }
        writer.flush(List.of(attempt));
        assertThat(savedCounts()).endsWith(10_000L).hasSizeLessThan(20);
    }

    @Test
    void an_older_value_never_comes_after_a_newer_one() throws InterruptedException {
        HeldAttempt attempt = held.hold(Attempts.leased());
        writer.start();
        attempt.progress().processed(1);
        recorder.calls.acquire();
        attempt.progress().processed(2);
        Thread ending = new Thread(() -> writer.flush(List.of(attempt)));
        ending.start();
        await().until(() -> ending.getState() == Thread.State.BLOCKED || recorder.calls.availablePermits() > 0);
        assertThat(recorder.calls.availablePermits())
                .as("calls at the same time")
                .isZero();
        recorder.mayAnswer.release(ALL);
        ending.join();
        assertThat(savedCounts()).containsExactly(1L, 2L);
    }

    @Test
    void of_a_stale_attempt_and_its_successor_only_the_successor_is_written() {
        recorder.mayAnswer.release(ALL);
        Job job = Attempts.leased();
        HeldAttempt stale = held.hold(job);
        HeldAttempt successor = held.hold(Attempts.again(job));
        stale.progress().processed(7);
        successor.progress().processed(1);
        writer.flush(List.of(successor, stale));
        assertThat(savedCounts()).containsExactly(1L);
        assertThat(stale.isCancelled()).isTrue();
        assertThat(successor.isCancelled()).isFalse();
    }

    @Test
    void an_attempt_whose_progress_is_refused_is_stopped() {
        recorder.mayAnswer.release(ALL);
        HeldAttempt attempt = held.hold(Attempts.leased());
        attempt.progress().processed(1);
        recorder.refuseAll();
        writer.flush(List.of(attempt));
        assertThat(attempt.reason()).isEqualTo(StopReason.RELEASED);
    }

    @Test
    void what_is_stored_is_not_stored_again() {
        recorder.mayAnswer.release(ALL);
        HeldAttempt attempt = held.hold(Attempts.leased());
        attempt.progress().processed(1);
        writer.flush(List.of(attempt));
        writer.flush(List.of(attempt));
        assertThat(savedCounts()).containsExactly(1L);
    }
}
