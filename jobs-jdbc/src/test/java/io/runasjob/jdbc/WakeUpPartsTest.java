package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WakeUpPartsTest {
    private static final long MILLI = 1_000_000;

    private final RingOutbox outbox = new RingOutbox(Duration.ofMillis(5), Duration.ofMillis(100));

    @Test
    void the_first_ring_is_due_at_once_and_the_next_after_the_gap() {
        assertThat(outbox.add(Bell.READY)).isTrue();
        assertThat(outbox.takeDue(0)).containsExactly(Bell.READY);
        assertThat(outbox.nanosToNext(0)).isEmpty();

        assertThat(outbox.add(Bell.READY)).isTrue();
        assertThat(outbox.add(Bell.READY)).isFalse();
        assertThat(outbox.takeDue(2 * MILLI)).isEmpty();
        assertThat(outbox.nanosToNext(2 * MILLI)).hasValue(3 * MILLI);
        assertThat(outbox.takeDue(5 * MILLI)).containsExactly(Bell.READY);
    }

    @Test
    void each_bell_has_a_gap_of_its_own() {
        outbox.add(Bell.READY);
        outbox.takeDue(0);
        outbox.add(Bell.READY);
        outbox.add(Bell.FINISHED);

        assertThat(outbox.nanosToNext(MILLI)).hasValue(0);
        assertThat(outbox.takeDue(MILLI)).containsExactly(Bell.FINISHED);
        assertThat(outbox.takeAll(MILLI)).containsExactly(Bell.READY);
    }

    @Test
    void a_bell_is_taken_along_unless_it_waits_or_was_rung_lately() {
        assertThat(outbox.takeAlong(Bell.READY, 0)).isTrue();
        assertThat(outbox.takeAlong(Bell.READY, 99 * MILLI)).isFalse();
        assertThat(outbox.takeAlong(Bell.FINISHED, 99 * MILLI)).isTrue();
        assertThat(outbox.takeAlong(Bell.READY, 100 * MILLI)).isTrue();

        outbox.add(Bell.READY);
        assertThat(outbox.takeAlong(Bell.READY, 300 * MILLI)).isFalse();
        assertThat(outbox.takeDue(300 * MILLI)).containsExactly(Bell.READY);
        assertThat(outbox.takeAlong(Bell.READY, 399 * MILLI)).isFalse();
        assertThat(outbox.takeAlong(Bell.READY, 400 * MILLI)).isTrue();
    }

    @Test
    void a_ring_after_one_that_was_taken_along_waits_for_the_gap() {
        outbox.takeAlong(Bell.READY, 0);
        outbox.add(Bell.READY);
        assertThat(outbox.takeDue(2 * MILLI)).isEmpty();
        assertThat(outbox.takeDue(5 * MILLI)).containsExactly(Bell.READY);
    }

    @Test
    void attempts_are_half_a_second_to_a_second_apart() {
        for (double random : new double[] {0, 0.5, 1}) {
            AttemptPace pace = new AttemptPace(0, () -> random);
            assertThat(pace.nanosToWait(0)).isZero();
            pace.attempted(7 * MILLI);
            assertThat(pace.nanosToWait(7 * MILLI)).isEqualTo((long) ((500 + 500 * random) * MILLI));
            assertThat(pace.nanosToWait(2_000 * MILLI)).isZero();
        }
    }

    @Test
    void a_message_is_read_as_it_was_written() {
        RingMessage message = new RingMessage("me", Set.of(Bell.READY, Bell.CANCEL));

        assertThat(message.text()).isEqualTo("me:CANCEL,READY");
        assertThat(RingMessage.parse(message.text())).isEqualTo(message);
    }

    @Test
    void a_foreign_message_rings_only_what_we_know() {
        assertThat(RingMessage.parse("").bells()).isEmpty();
        assertThat(RingMessage.parse("READY").bells()).isEmpty();
        assertThat(RingMessage.parse("you:").bells()).isEmpty();
        assertThat(RingMessage.parse("you:READY,LATER").bells()).containsExactly(Bell.READY);
    }
}
