package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.ClaimRequest.Position;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueWalkTest {
    private static final long MILLI = 1_000_000;
    private static final int NORMAL = 5;
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Position JUST_BEFORE_NOON = new Position(NORMAL, NOON.minusMillis(100));

    private final QueueWalk walk = new QueueWalk();
    private long now = Long.MAX_VALUE - 500 * MILLI; // the clock may run over

    private boolean claim(long millis, Job... jobs) {
        Demand demand = new Demand("default", 10, walk.next(now));
        long began = now;
        now += millis * MILLI;
        return walk.claimed(demand, List.of(jobs), began, now);
    }

    private static Job due(Instant due) {
        return Attempts.leased(NORMAL, due);
    }

    @Test
    void the_first_claim_begins_at_the_front() {
        assertThat(walk.next(now)).isNull();
    }

    @Test
    void the_next_one_begins_a_little_before_the_last_job() {
        assertThat(claim(1, due(NOON.minusSeconds(1)), due(NOON))).isFalse();
        assertThat(walk.next(now)).isEqualTo(JUST_BEFORE_NOON);
        assertThat(claim(1, due(NOON.plusSeconds(1)))).isFalse();
        assertThat(walk.next(now)).isEqualTo(new Position(NORMAL, NOON.plusMillis(900)));
    }

    @Test
    void who_finds_nothing_looks_at_the_front_at_once() {
        claim(1, due(NOON));
        assertThat(claim(1)).isTrue();
        assertThat(walk.next(now)).isNull();
        assertThat(claim(1)).isFalse();
        assertThat(walk.next(now)).isNull();
    }

    @Test
    void the_front_has_its_turn_after_ten_times_as_long_as_the_look_at_it_took() {
        claim(3, due(NOON));
        now += 29 * MILLI;
        assertThat(walk.next(now)).isEqualTo(JUST_BEFORE_NOON);
        assertThat(walk.next(now + MILLI)).isNull();
    }

    @Test
    void claims_elsewhere_do_not_put_the_front_off() {
        claim(3, due(NOON));
        claim(20, due(NOON));
        now += 10 * MILLI;
        assertThat(walk.next(now)).isNull();
    }

    @Test
    void the_front_never_waits_longer_than_half_a_second() {
        claim(400, due(NOON));
        assertThat(walk.next(now + 499 * MILLI)).isEqualTo(JUST_BEFORE_NOON);
        assertThat(walk.next(now + 500 * MILLI)).isNull();
    }

    @Test
    void while_priorities_are_mixed_each_claim_begins_at_the_front() {
        claim(1, Attempts.leased(NORMAL + 1, NOON), due(NOON));
        assertThat(walk.next(now)).isNull();
    }
}
