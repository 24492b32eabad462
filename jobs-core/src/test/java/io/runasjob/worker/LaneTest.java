package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.spi.JobExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time is given, and threads are started when the test says so. */
class LaneTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Runnable> threads = new ArrayList<>();
    private final List<HeldAttempt> ran = new ArrayList<>();
    private int threadsLeft = Integer.MAX_VALUE;
    private int hungry;

    private final Lane lane = new Lane("default", 2, JobExecutor.of(this::startThread), ran::add, () -> hungry++);

    private void startThread(Runnable work) {
        if (threadsLeft-- <= 0) {
            throw new RejectedExecutionException("no more threads");
        }
        threads.add(work);
    }

    private static List<HeldAttempt> attempts(int count) {
        return IntStream.range(0, count).mapToObj(i -> Attempts.held()).toList();
    }

    @Test
    void an_idle_lane_asks_for_one_job_for_each_worker() {
        assertThat(lane.demand(0)).isEqualTo(2);
    }

    @Test
    void a_lane_whose_workers_are_busy_asks_for_nothing() {
        lane.accept(attempts(2), 0);
        assertThat(threads).hasSize(2);
        assertThat(lane.demand(SECOND)).isZero();
    }

    @Test
    void as_many_jobs_begin_at_once_as_workers_are_free() {
        assertThat(lane.free(0)).isEqualTo(2);
        lane.accept(attempts(1), 0);
        assertThat(lane.free(0))
                .as("one thread was started and has not taken its job yet")
                .isZero();
        threads.get(0).run();
        assertThat(lane.free(0)).isEqualTo(2);
        lane.accept(attempts(4), 0);
        assertThat(lane.free(0)).isZero();
    }

    @Test
    void room_for_new_jobs_is_reserved_once_a_claim_left_nothing() {
        assertThat(lane.reserve(1, 0)).as("before the first claim").isFalse();
        lane.asking(2);
        assertThat(lane.reserve(1, 0)).as("while the first claim is under way").isFalse();
        lane.answered(false);
        lane.asking(2);
        assertThat(lane.reserve(1, 0)).as("while a claim asks for both workers").isFalse();
        lane.answered(false);
        assertThat(lane.reserve(3, 0)).as("more than there is room for").isFalse();
        assertThat(lane.reserve(2, 0)).isTrue();
        assertThat(lane.reserve(1, 0)).as("twice").isFalse();
    }

    @Test
    void reserved_room_is_neither_free_nor_asked_for() {
        lane.asking(2);
        lane.answered(false);
        lane.reserve(2, 0);
        assertThat(lane.demand(0)).isZero();
        assertThat(lane.free(0)).isZero();
        lane.unreserve(2, 1);
        assertThat(lane.demand(0)).isEqualTo(2);
        assertThat(hungry).isPositive();
    }

    @Test
    void jobs_that_wait_in_the_store_have_the_right_of_way() {
        lane.asking(2);
        lane.answered(true);
        assertThat(lane.reserve(1, 0)).as("after a claim that left jobs").isFalse();
        lane.asking(2);
        lane.told();
        lane.answered(false);
        assertThat(lane.reserve(1, 0)).as("told while the claim was under way").isFalse();
        lane.asking(2);
        lane.answered(false);
        assertThat(lane.reserve(1, 0)).isTrue();
    }

    /** It would fill up with new jobs, and never come to those that it was told of. */
    @Test
    void a_lane_of_short_jobs_that_was_told_of_others_leaves_room_to_ask_for_them() {
        Lane fast = new Lane("default", 2, JobExecutor.of(this::startThread), LaneTest::spin, () -> hungry++);
        fast.accept(attempts(20), 0);
        threads.forEach(Runnable::run);
        long now = System.nanoTime();
        int ahead = fast.demand(now) - 2;
        assertThat(ahead).as("jobs that are claimed ahead").isGreaterThan(2);
        fast.asking(2);
        fast.answered(false);
        fast.told();
        assertThat(fast.reserve(ahead / 2 + 1, now)).isFalse();
        assertThat(fast.reserve(ahead / 2, now)).isTrue();
        assertThat(fast.demand(now)).isPositive();
        fast.asking(1);
        fast.answered(false);
        assertThat(fast.reserve(ahead / 2, now)).as("told of no others").isTrue();
    }

    /** Half a millisecond of work. */
    private static void spin(HeldAttempt attempt) {
        long end = System.nanoTime() + 500_000;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_lane_without_threads_and_a_closed_one_reserve_no_room() {
        lane.asking(2);
        lane.answered(false);
        threadsLeft = 0;
        lane.accept(attempts(1), 0);
        assertThat(lane.reserve(1, SECOND - 1)).isFalse();
        assertThat(lane.reserve(1, SECOND)).isTrue();
        lane.unreserve(1, 1);
        lane.close();
        assertThat(lane.reserve(1, SECOND)).isFalse();
    }

    @Test
    void a_worker_takes_all_that_waits_in_order_then_ends_and_asks_for_more() {
        List<HeldAttempt> claimed = attempts(5);
        lane.accept(claimed, 0);
        assertThat(threads).hasSize(2);
        threads.get(0).run();
        assertThat(ran).containsExactlyElementsOf(claimed);
        threads.get(1).run();
        assertThat(hungry).isPositive();
    }

    @Test
    void jobs_that_wait_for_a_second_behind_long_ones_leave_the_lane() {
        List<HeldAttempt> claimed = attempts(4);
        lane.accept(claimed, 0);
        assertThat(lane.takeStuck(SECOND)).isEmpty();
        assertThat(lane.takeStuck(SECOND + 1)).containsExactlyElementsOf(claimed);
        assertThat(lane.takeStuck(3 * SECOND)).isEmpty();
        threads.forEach(Runnable::run);
        assertThat(ran).isEmpty();
    }

    @Test
    void jobs_that_come_later_wait_a_second_of_their_own() {
        lane.accept(attempts(2), 0);
        lane.takeAll();
        Collection<HeldAttempt> later = attempts(1);
        lane.accept(later, 5 * SECOND);
        assertThat(lane.takeStuck(5 * SECOND + SECOND / 2)).isEmpty();
        assertThat(lane.takeStuck(6 * SECOND + 1)).containsExactlyElementsOf(later);
    }

    @Test
    void jobs_that_no_thread_would_run_leave_the_lane_and_it_rests_for_a_second() {
        threadsLeft = 0;
        List<HeldAttempt> claimed = attempts(2);
        assertThat(lane.accept(claimed, 0)).containsExactlyElementsOf(claimed);
        assertThat(lane.demand(SECOND - 1))
                .as("demand of a lane without threads")
                .isZero();
        assertThat(lane.demand(SECOND)).isEqualTo(2);
    }

    @Test
    void an_error_of_the_jvm_when_a_thread_is_started_takes_no_worker_away() {
        Lane exhausted = new Lane(
                "default",
                2,
                JobExecutor.of(work -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }),
                ran::add,
                () -> hungry++);
        assertThat(exhausted.accept(attempts(2), 0)).hasSize(2);
        assertThat(exhausted.demand(2 * SECOND)).isEqualTo(2);
    }

    @Test
    void a_job_that_breaks_off_is_marked_and_takes_no_worker_away() {
        List<HeldAttempt> claimed = attempts(2);
        LinkageError why = new LinkageError("of our own code");
        Lane breaking = new Lane(
                "default",
                1,
                JobExecutor.of(this::startThread),
                attempt -> {
                    ran.add(attempt);
                    if (attempt == claimed.get(0)) {
                        throw why;
                    }
                },
                () -> hungry++);
        breaking.accept(claimed, 0);
        threads.get(0).run();
        assertThat(ran).containsExactlyElementsOf(claimed);
        assertThat(claimed).extracting(HeldAttempt::brokenBy).containsExactly(why, null);
        assertThat(breaking.free(0)).isEqualTo(1);
    }

    @Test
    void jobs_that_one_thread_of_two_would_run_stay() {
        threadsLeft = 1;
        List<HeldAttempt> claimed = attempts(2);
        assertThat(lane.accept(claimed, 0)).isEmpty();
        threads.get(0).run();
        assertThat(ran).containsExactlyElementsOf(claimed);
        assertThat(lane.demand(2 * SECOND)).isEqualTo(2);
    }
}
