package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Labels;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.QueueFullException;
import io.runasjob.spi.NewJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bounded queues. */
interface QueueLimitContract extends StoreTests {
    /** The bounded queue of these tests. */
    String BOUNDED = "bounded";

    @Test
    default void a_full_queue_refuses_with_its_size_and_its_limit() {
        store().limit(BOUNDED, 3);
        driver().insert(sample().many(3));

        assertThatThrownBy(() -> driver().insert(sample().many(2)))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("'" + BOUNDED + "'")
                .hasMessageContaining("holds 3")
                .hasMessageContaining("limit is 3")
                .hasMessageContaining("2 more");
        assertThat(size(BOUNDED)).isEqualTo(3);
    }

    @Test
    default void a_queue_that_was_bounded_when_it_held_more_says_how_many_it_holds() {
        driver().insert(sample().many(12));
        store().limit(BOUNDED, 3);

        assertThatThrownBy(() -> driver().insert(sample()))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("holds 12")
                .hasMessageContaining("limit is 3");
    }

    @Test
    default void an_insert_that_does_not_fit_as_a_whole_stores_nothing() {
        store().limit(BOUNDED, 3);
        List<NewJob> jobs = new ArrayList<>(SampleJobs.sample().queue("other").many(5));
        jobs.addAll(sample().many(4));

        assertThatThrownBy(() -> store().insert(jobs)).isInstanceOf(QueueFullException.class);
        assertThat(store().list(JobQuery.all()).items()).isEmpty();
    }

    @Test
    default void other_queues_are_not_bounded_by_it() {
        store().limit(BOUNDED, 0);
        driver().insert(SampleJobs.sample().queue("other"));

        assertThatThrownBy(() -> driver().insert(sample())).isInstanceOf(QueueFullException.class);
    }

    @Test
    default void a_claim_makes_room() {
        store().limit(BOUNDED, 1);
        driver().insert(sample());
        driver().claim(driver().node(), BOUNDED, 1);
        driver().insert(sample());

        assertThatThrownBy(() -> driver().insert(sample())).isInstanceOf(QueueFullException.class);
    }

    @Test
    default void jobs_that_are_not_ready_do_not_count() {
        store().limit(BOUNDED, 1);
        driver().insert(sample().after(Duration.ofHours(1)));
        driver().insert(sample().blocked());
        driver().insert(sample().runningOn(driver().node()));
        driver().insert(sample());
        driver().insert(sample().after(Duration.ofHours(1)));

        assertThatThrownBy(() -> driver().insert(sample())).isInstanceOf(QueueFullException.class);
    }

    @Test
    default void a_job_that_exists_already_does_not_count() {
        store().limit(BOUNDED, 1);
        JobId holder = driver().insert(sample().unique("k", OnDuplicate.REFUSE));
        NewJob again = sample().unique("k", OnDuplicate.RETURN_EXISTING).one();

        assertThat(store().insert(List.of(again)).get(0).id()).isEqualTo(holder);
    }

    @Test
    default void promotion_release_and_retry_are_never_refused() {
        JobId scheduled = driver().insert(sample().after(Duration.ofMinutes(1)));
        JobId failed = driver().bring(JobStatus.FAILED, sample()).id();
        store().limit(BOUNDED, 0);
        driver().passTime(Duration.ofMinutes(2));
        store().promote(10);
        store().retry(List.of(failed));

        assertThat(driver().read(scheduled).status()).isEqualTo(JobStatus.PENDING);
        assertThat(driver().read(failed).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    default void a_limit_may_be_raised_and_removed() {
        store().limit(BOUNDED, 1);
        store().limit(BOUNDED, 2);
        driver().insert(sample().many(2));
        assertThatThrownBy(() -> driver().insert(sample())).isInstanceOf(QueueFullException.class);

        store().limit(BOUNDED, Long.MAX_VALUE);
        driver().insert(sample().many(10));
        assertThat(size(BOUNDED)).isEqualTo(12);
    }

    /** Each queue has room for three of the eight that come at the same time. */
    @Test
    default void eight_threads_fill_queues_exactly_to_their_limits() throws Exception {
        List<String> queues =
                IntStream.range(0, 25).mapToObj(i -> BOUNDED + "-" + i).toList();
        queues.forEach(queue -> store().limit(queue, 3));
        CyclicBarrier allAtOnce = new CyclicBarrier(8);
        Together.run(8, () -> {
            for (String queue : queues) {
                allAtOnce.await(1, TimeUnit.MINUTES);
                fits(queue);
            }
            return queues.size();
        });

        assertThat(queues).allSatisfy(queue -> assertThat(size(queue)).isEqualTo(3));
    }

    @Test
    default void one_call_fills_a_bounded_queue_and_an_unbounded_one_with_labels_and_all() {
        Labels both = new Labels(List.of(), Set.of("both"), Map.of());
        store().limit(BOUNDED, 1);
        NewJob bounded = sample().labels(both).one();
        NewJob free = SampleJobs.sample().labels(both).one();
        store().insert(List.of(bounded, free));

        assertThat(store().list(JobQuery.all().tags("both")).items())
                .extracting(Job::id)
                .containsExactlyInAnyOrder(bounded.id(), free.id());
        assertThatThrownBy(() -> store().insert(List.of(SampleJobs.sample().one(), sample().one())))
                .isInstanceOf(QueueFullException.class);
        assertThat(store().list(JobQuery.all()).items()).hasSize(2);
    }

    private boolean fits(String queue) {
        try {
            driver().insert(sample().queue(queue));
            return true;
        } catch (QueueFullException e) {
            return false;
        }
    }

    private int size(String queue) {
        JobQuery ready = JobQuery.all().queue(queue).status(JobStatus.PENDING);
        return store().list(ready.limit(500)).items().size();
    }

    private static SampleJobs sample() {
        return SampleJobs.sample().queue(BOUNDED);
    }
}
