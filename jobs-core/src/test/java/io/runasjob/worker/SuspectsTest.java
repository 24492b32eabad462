package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.spi.ClaimRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuspectsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Integer> TWO_FREE = Map.of("default", 2);

    private final HeldAttempts held = new HeldAttempts(attempt -> {}, Attempts.NO_TRANSACTIONS);
    private final Suspects suspects = new Suspects(held);

    private final Job clean = Attempts.lost(0);
    private final Job once = Attempts.lost(1);
    private final Job onceToo = Attempts.lost(1);
    private final Job twice = Attempts.lost(2);
    private final Job twiceToo = Attempts.lost(2);

    private List<Job> admit(Job... claimed) {
        return suspects.admit(List.of(claimed), TWO_FREE, 0);
    }

    @Test
    void jobs_that_were_never_lost_may_wait_here() {
        assertThat(admit(clean, clean, clean, clean)).hasSize(4);
        assertThat(suspects.near(0)).isFalse();
        assertThat(suspects.lossesBelow()).isEqualTo(ClaimRequest.ANY_LOSSES);
    }

    @Test
    void a_suspect_that_would_wait_for_a_worker_goes_back() {
        assertThat(admit(clean, once, onceToo, clean)).containsExactly(clean, once, clean);
    }

    @Test
    void what_goes_back_leaves_its_worker_to_the_next() {
        assertThat(admit(twice, twiceToo, clean, clean)).containsExactly(twice, clean, clean);
    }

    @Test
    void each_queue_has_workers_of_its_own() {
        assertThat(suspects.admit(List.of(once), Map.of("other", 1), 0)).isEmpty();
    }

    @Test
    void no_jobs_are_claimed_ahead_for_five_seconds_after_a_suspect_was_seen() {
        suspects.admit(List.of(once), Map.of(), SECOND);
        assertThat(suspects.near(6 * SECOND - 1)).isTrue();
        assertThat(suspects.near(6 * SECOND)).isFalse();
    }

    @Test
    void suspects_run_beside_each_other_but_none_on_its_last_chance_beside_them() {
        assertThat(admit(once, twice)).containsExactly(once);
        held.hold(once);
        assertThat(suspects.lossesBelow()).isEqualTo(2);
        assertThat(admit(onceToo)).containsExactly(onceToo);
    }

    @Test
    void beside_a_suspect_on_its_last_chance_run_only_jobs_that_were_never_lost() {
        assertThat(admit(twice, once)).containsExactly(twice);
        held.hold(twice);
        assertThat(suspects.lossesBelow()).isEqualTo(1);
        assertThat(suspects.here()).isTrue();
        assertThat(admit(clean, once, twiceToo)).containsExactly(clean);
    }

    @Test
    void when_it_has_ended_the_next_one_may_come() {
        admit(twice);
        HeldAttempt attempt = held.hold(twice);
        held.removeAll(List.of(attempt));
        assertThat(suspects.lossesBelow()).isEqualTo(ClaimRequest.ANY_LOSSES);
        assertThat(suspects.here()).isFalse();
        assertThat(admit(twiceToo)).containsExactly(twiceToo);
    }
}
