package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    private static final long MILLI = 1_000_000;

    private static final int WORKERS = 32;

    private final RateMeter rate = new RateMeter(WORKERS);
    private long now;

    /** Jobs that end one after the other, so many microseconds apart. */
    private void end(int jobs, long micros) {
        for (int i = 0; i < jobs; i++) {
            now += micros * 1_000;
            rate.count(now);
            rate.perMilli(now);
        }
    }

    @Test
    void short_jobs_are_known_after_some_milliseconds() {
        end(81, 50);
        assertThat(rate.perMilli(now)).isCloseTo(20, within(1.0));
    }

    @Test
    void long_jobs_that_end_all_at_once_are_no_rate() {
        for (int round = 0; round < 20; round++) {
            now += 1_000 * MILLI;
            end(WORKERS, 100);
            assertThat(rate.perMilli(now + 50 * MILLI)).isZero();
        }
    }

    @Test
    void a_changed_rate_is_half_believed_after_each_window() {
        end(81, 50);
        end(20, 1_000);
        assertThat(rate.perMilli(now)).isCloseTo(10.5, within(1.0));
        end(20, 1_000);
        assertThat(rate.perMilli(now)).isCloseTo(5.75, within(1.0));
    }

    @Test
    void a_rest_makes_the_rate_unknown_again() {
        end(81, 50);
        assertThat(rate.perMilli(now + 201 * MILLI)).isZero();
        now += 300 * MILLI;
        end(1, 1);
        assertThat(rate.perMilli(now + 3 * MILLI)).isZero();
    }
}
