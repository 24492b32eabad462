package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.JobId;
import io.runasjob.job.NodeId;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobExecutor;
import io.runasjob.spi.NewJob;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
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
    private final Lane blocked = lane("blocked", work -> {});
    private final Lane free = lane("default", Runnable::run);
    private final Claimer claimer =
            new Claimer(recorder.store(), membership, List.of(blocked, free), Set.of("t"), held, finisher);

    /** Nothing that it runs ever ends. */
    private static Lane lane(String queue, Executor executor) {
        return new Lane(queue, 1, JobExecutor.of(executor), attempt -> {}, () -> {});
    }

    @AfterEach
    void stop() {
        claimer.stop(LONG);
        finisher.stop(LONG);
    }

    /** A job that was lost with its node, and waits again. */
    private void insertSuspect() {
        NewJob.Start start = new NewJob.RunningOn(NodeId.random());
        recorder.rest.insert(List.of(
                new NewJob(new JobId(UUID.randomUUID()), Attempts.leased().spec(), start)));
        assertThat(recorder.rest.rescue(3, 1)).hasSize(1);
    }

    /** After six polls it would wait: nobody tells when the suspect has ended and others may come. */
    @Test
    void while_a_job_that_was_lost_before_is_here_the_claimer_goes_on_polling() {
        insertSuspect();
        claimer.start();
        await().until(() -> recorder.claims.get() >= 10);
        assertThat(held.all()).hasSize(1);
    }

    /** The lane counts as stuck in three seconds, when the claimer has long ceased to poll for jobs. */
    @Test
    void a_job_that_is_stuck_in_one_lane_is_given_back_while_another_lane_waits_for_jobs() {
        recorder.mayAnswer.release(ALL);
        HeldAttempt stuck = held.hold(Attempts.leased());
        assertThat(blocked.accept(
                        List.of(stuck),
                        System.nanoTime() + Duration.ofSeconds(2).toNanos()))
                .isEmpty();
        finisher.start();
        claimer.start();

        await().until(() -> !recorder.finished.isEmpty());
        assertThat(recorder.finished.peek()).containsExactly(new AttemptEnd.Released(stuck.lease()));
    }
}
