package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final long AN_HOUR_AGO =
            System.nanoTime() - Duration.ofHours(1).toNanos();

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Membership membership = new Membership(Duration.ofMinutes(30));

    @Test
    void a_node_that_was_renewed_in_time_may_claim() {
        assertThat(membership.mayClaim()).isTrue();
        assertThat(membership.fenceIfOverdue()).isFalse();
    }

    @Test
    void a_node_that_is_overdue_may_not_claim_even_before_it_is_fenced() {
        membership.renewedAt(AN_HOUR_AGO);
        assertThat(membership.mayClaim()).isFalse();
    }

    @Test
    void a_node_is_fenced_after_two_thirds_of_its_lease() {
        long now = System.nanoTime();
        membership.renewedAt(now - Duration.ofMinutes(19).toNanos());
        assertThat(membership.fenceIfOverdue()).isFalse();
        membership.renewedAt(now - Duration.ofMinutes(21).toNanos());
        assertThat(membership.fenceIfOverdue()).isTrue();
        assertThat(membership.fenceIfOverdue()).as("fenced again").isFalse();
    }

    @Test
    void a_fence_ends_when_the_store_renews_the_node() {
        membership.renewedAt(AN_HOUR_AGO);
        membership.fenceIfOverdue();
        assertThat(membership.renewedAt(System.nanoTime())).isTrue();
        assertThat(membership.mayClaim()).isTrue();
        assertThat(membership.renewedAt(System.nanoTime())).isFalse();
    }

    @Test
    void a_node_that_was_taken_for_dead_claims_nothing_before_it_is_registered_again() {
        NodeId before = membership.id();
        NodeId after = membership.startAnew();
        assertThat(after).isNotEqualTo(before).isEqualTo(membership.id());
        assertThat(membership.mayClaim()).isFalse();
        membership.renewedAt(System.nanoTime());
        assertThat(membership.mayClaim()).isTrue();
    }

    @Test
    void a_lease_that_was_given_to_the_node_under_another_name_is_not_its_own() {
        Job job = Attempts.leased();
        assertThat(membership.holds(job.lease().orElseThrow())).isFalse();
    }

    @Test
    void a_node_that_heard_from_the_store_all_along_may_judge_others_and_after_a_gap_only_some_seconds_later() {
        Membership steady = new Membership(Duration.ofSeconds(30));
        long now = System.nanoTime();
        assertThat(steady.isSteady(now)).as("at its start").isFalse();
        for (int beat = 1; beat <= 20; beat++) {
            now += SECOND;
            steady.renewedAt(now);
        }
        assertThat(steady.isSteady(now)).isTrue();
        assertThat(steady.isSteady(now + 16 * SECOND)).as("in an outage").isFalse();
        now += 16 * SECOND;
        steady.renewedAt(now);
        assertThat(steady.isSteady(now + 5 * SECOND)).as("right after it").isFalse();
        assertThat(steady.isSteady(now + 6 * SECOND)).isTrue();
    }
}
