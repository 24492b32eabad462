package io.runasjob.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobIdsTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private Instant now = NOON;
    private final JobIds ids = new JobIds(() -> now);

    private static long millisOf(JobId id) {
        return id.value().getMostSignificantBits() >>> 16;
    }

    @Test
    void an_id_is_a_uuid_of_version_7_that_carries_its_time() {
        JobId id = ids.next();
        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(millisOf(id)).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void ids_grow_while_the_clock_stands_still() {
        List<JobId> made = Stream.generate(ids::next).limit(10_000).toList();
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void ids_grow_when_the_clock_goes_back() {
        JobId before = ids.next();
        now = NOON.minus(Duration.ofDays(1));
        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void ids_follow_the_clock_when_it_goes_on() {
        ids.next();
        now = NOON.plusMillis(1);
        assertThat(millisOf(ids.next())).isEqualTo(now.toEpochMilli());
    }

    @Test
    void ids_grow_in_every_thread_and_are_made_once() {
        List<CompletableFuture<List<JobId>>> threads = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> Stream.generate(ids::next).limit(5_000).toList()))
                .toList();
        Set<JobId> all = new HashSet<>();
        for (CompletableFuture<List<JobId>> thread : threads) {
            assertThat(thread.join()).isSorted();
            all.addAll(thread.join());
        }
        assertThat(all).hasSize(20_000);
    }
}
