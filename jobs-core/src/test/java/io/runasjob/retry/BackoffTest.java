package io.runasjob.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

class BackoffTest {
    private static final RandomGenerator NO_JITTER = () -> 0L;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void the_default_doubles_from_two_seconds() {
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(n -> Backoff.DEFAULT.delay(n, NO_JITTER)))
                .containsExactly(
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(16));
    }

    @Test
    void the_default_is_capped_at_one_hour_however_many_failures() {
        assertThat(Backoff.DEFAULT.delay(12, NO_JITTER)).isEqualTo(Duration.ofHours(1));
        assertThat(Backoff.DEFAULT.delay(Integer.MAX_VALUE, NO_JITTER)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void jitter_lengthens_by_at_most_its_share() {
        Random random = new Random(1);

        assertThat(Stream.generate(() -> Backoff.DEFAULT.delay(1, random)).limit(2_000))
                .allMatch(wait -> wait.compareTo(Duration.ofSeconds(2)) >= 0)
                .allMatch(wait -> wait.compareTo(Duration.ofMillis(2_400)) <= 0)
                .anyMatch(wait -> wait.compareTo(Duration.ofMillis(2_350)) > 0)
                .anyMatch(wait -> wait.compareTo(Duration.ofMillis(2_050)) < 0);
    }

    @Test
    void a_constant_backoff_waits_the_same_every_time() {
        Backoff backoff = Backoff.constant(Duration.ofMillis(1_500));

        assertThat(IntStream.rangeClosed(1, 50).mapToObj(n -> backoff.delay(n, new Random(n))))
                .containsOnly(Duration.ofMillis(1_500));
    }

    @Test
    void an_exponential_backoff_longer_than_the_cap_raises_the_cap() {
        assertThat(Backoff.exponential(Duration.ofDays(1)).delay(3, NO_JITTER)).isEqualTo(Duration.ofDays(1));
        assertThat(Backoff.exponential(SECOND).delay(3, NO_JITTER)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void a_backoff_may_be_zero() {
        assertThat(Backoff.constant(Duration.ZERO).delay(9, new Random(1))).isZero();
    }

    @TestFactory
    Stream<DynamicTest> values_outside_their_range_are_refused_with_the_value() {
        return Stream.of(
                refused("base is PT-1S", () -> Backoff.constant(Duration.ofSeconds(-1))),
                refused("base is", () -> Backoff.constant(Duration.ofDays(4_000))),
                refused("factor is 0.9", () -> new Backoff(SECOND, 0.9, SECOND, 0)),
                refused("factor is 101.0", () -> new Backoff(SECOND, 101, SECOND, 0)),
                refused("factor is NaN", () -> new Backoff(SECOND, Double.NaN, SECOND, 0)),
                refused("cap is PT0.5S", () -> Backoff.constant(SECOND).cap(Duration.ofMillis(500))),
                refused("jitter is 1.1", () -> Backoff.DEFAULT.jitter(1.1)),
                refused("jitter is -0.1", () -> Backoff.DEFAULT.jitter(-0.1)));
    }

    private static DynamicTest refused(String message, Executable call) {
        return DynamicTest.dynamicTest(
                message,
                () -> assertThatThrownBy(call::execute)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(message)
                        .hasMessageContaining("expected"));
    }
}
