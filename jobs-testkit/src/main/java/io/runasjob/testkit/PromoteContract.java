package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.spi.JobUpkeep.Promotion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Making due jobs ready. */
interface PromoteContract extends StoreTests {

    @Test
    default void with_nothing_scheduled_there_is_nothing_to_promote() {
        driver().insert(SampleJobs.sample());

        assertThat(store().promote(10)).isEqualTo(new Promotion(0, null));
    }

    @Test
    default void only_due_jobs_become_ready() {
        JobId soon = driver().insert(SampleJobs.sample().after(Duration.ofMinutes(10)));
        JobId later = driver().insert(SampleJobs.sample().after(Duration.ofHours(5)));
        JobId blocked = driver().insert(SampleJobs.sample().blocked());
        assertThat(store().promote(10).promoted()).isZero();
        driver().passTime(Duration.ofMinutes(11));

        assertThat(store().promote(10).promoted()).isEqualTo(1);
        assertThat(driver().read(soon).status()).isEqualTo(JobStatus.PENDING);
        assertThat(driver().read(later).status()).isEqualTo(JobStatus.SCHEDULED);
        assertThat(driver().read(blocked).status()).isEqualTo(JobStatus.BLOCKED);
        assertThat(driver().claim(driver().node(), "default", 10))
                .extracting(Job::id)
                .containsExactly(soon);
    }

    @Test
    default void a_promoted_job_keeps_its_due_time() {
        JobId id = driver().insert(SampleJobs.sample().after(Duration.ofMinutes(10)));
        driver().passTime(Duration.ofHours(1));
        Job before = driver().read(id);
        store().promote(10);

        assertThat(driver().read(id).times()).isEqualTo(before.times());
    }

    @Test
    default void a_promotion_tells_when_the_next_job_is_due() {
        driver().insert(SampleJobs.sample().after(Duration.ofHours(5)));
        driver().insert(SampleJobs.sample().after(Duration.ofHours(2)));
        driver().passTime(Duration.ofMinutes(30));

        assertThat(store().promote(10).nextDueIn().orElseThrow())
                .isBetween(Duration.ofMinutes(89), Duration.ofMinutes(90));
    }

    @Test
    default void a_promotion_moves_no_more_than_its_limit_and_says_that_there_is_more() {
        driver().insert(SampleJobs.sample().after(Duration.ofMinutes(1)).many(25));
        driver().passTime(Duration.ofMinutes(2));

        assertThat(store().promote(10)).isEqualTo(new Promotion(10, Duration.ZERO));
        assertThat(store().promote(10)).isEqualTo(new Promotion(10, Duration.ZERO));
        assertThat(store().promote(10)).isEqualTo(new Promotion(5, null));
    }

    @Test
    default void four_promoters_move_each_job_once() throws Exception {
        List<JobId> ids =
                driver().insert(SampleJobs.sample().after(Duration.ofMinutes(1)).many(200));
        driver().passTime(Duration.ofMinutes(2));
        List<Integer> promoted = Together.run(4, this::promoteUntilNoneIsLeft);

        assertThat(promoted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(200);
        assertThat(store().find(ids)).allMatch(job -> job.status() == JobStatus.PENDING);
        assertThat(driver().claim(driver().node(), "default", 500)).hasSize(200);
    }

    @Test
    default void a_job_cancelled_while_it_is_promoted_is_cancelled() throws Exception {
        for (int round = 0; round < 40; round++) {
            JobId id = driver().insert(SampleJobs.sample().after(Duration.ofMinutes(1)));
            driver().passTime(Duration.ofMinutes(2));
            Together.run(List.of(() -> store().promote(10), () -> store().cancel(List.of(id))));
            assertThat(driver().read(id).status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    /** Asks again after an empty answer: a promoter may be shown nothing while others hold the last rows. */
    private int promoteUntilNoneIsLeft() {
        List<Integer> moved = new ArrayList<>();
        for (int empty = 0; empty < 3; ) {
            int promoted = store().promote(7).promoted();
            moved.add(promoted);
            empty = promoted == 0 ? empty + 1 : 0;
        }
        return moved.stream().mapToInt(Integer::intValue).sum();
    }
}
