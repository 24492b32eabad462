package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClaimerTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int ALL = 1_000_000;

    private final RecordingStore recorder = new RecordingStore();
    private final Membership membership = new Membership(Duration.ofHours(1));
    private final HeldAttempts held = new HeldAttempts(attempt -> {}, Attempts.NO_TRANSACTIONS);
    private final Finisher finisher = new Finisher(
            recorder.store(), held, new ProgressWriter(recorder.store(), membership.outage()), membership.outage());
    private final Lane busy = lane("busy");
    private final Claimer claimer =
            new Claimer(recorder.store(), membership, List.of(busy, lane("idle")), Set.of("t"), held, finisher);

    /** A lane whose threads are taken for ever. */
    private static Lane lane(String queue) {
        return new Lane(queue, 1, JobExecutor.of(work -> {}), attempt -> {}, () -> {});
    }

    @AfterEach
    void stop() {
        claimer.stop(LONG);
        finisher.stop(LONG);
    }

    /** The lane counts as stuck in three seconds, when the claimer has long ceased to poll for jobs. */
    @Test
    void a_job_that_is_stuck_in_one_lane_is_given_back_while_another_lane_waits_for_jobs() {
        recorder.mayAnswer.release(ALL);
        HeldAttempt stuck = held.hold(Attempts.leased());
        assertThat(busy.accept(
                        List.of(stuck),
                        System.nanoTime() + Duration.ofSeconds(2).toNanos()))
                .isEmpty();
        finisher.start();
        claimer.start();

        await().until(() -> !recorder.finished.isEmpty());
        assertThat(recorder.finished.peek()).containsExactly(new AttemptEnd.Released(stuck.lease()));
    }
}
