package io.runasjob.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.CapturedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time is given. */
@Timeout(30)
class OutageTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now;
    private final Outage outage = new Outage(() -> "node-1", IOException.class::isInstance, () -> now);

    @Test
    void loops_that_fail_one_after_the_other_and_return_so_tell_of_one_outage() {
        try (CapturedLog log = new CapturedLog()) {
            assertThat(outage.explains("claimer", new IOException("gone"))).isTrue();
            now = SECOND / 2;
            outage.works("claimer");
            assertThat(outage.explains("finisher", new IOException("gone too"))).isTrue();
            now = 3 * SECOND;
            outage.works("claimer");
            outage.works("heartbeat");
            assertThat(log.lines("INFO")).as("while the finisher fails").isEmpty();

            outage.works("finisher");
            outage.works("claimer");

            assertThat(log.lines("WARN")).singleElement().asString().contains("does not answer", "node-1", "claimer");
            assertThat(log.lines("INFO")).singleElement().asString().contains("answers again after 3000 ms", "node-1");
        }
    }

    @Test
    void it_is_over_when_none_has_failed_for_a_second_whoever_works_then() {
        try (CapturedLog log = new CapturedLog()) {
            outage.explains("claimer", new IOException("gone"));
            now = SECOND - 1;
            outage.works("claimer");
            assertThat(log.lines("INFO")).isEmpty();
            now = SECOND;
            outage.works("heartbeat");
            assertThat(log.lines("INFO")).hasSize(1);
        }
    }

    @Test
    void the_next_outage_is_told_of_too() {
        try (CapturedLog log = new CapturedLog()) {
            for (int outages = 1; outages <= 2; outages++) {
                outage.explains("claimer", new IOException("gone"));
                now += SECOND;
                outage.works("claimer");
                assertThat(log.lines("WARN")).hasSize(outages);
                assertThat(log.lines("INFO")).hasSize(outages);
            }
        }
    }

    @Test
    void a_failure_of_another_kind_is_the_loops_own() throws InterruptedException {
        try (CapturedLog log = new CapturedLog()) {
            Semaphore ioFails = new Semaphore(1);
            Semaphore wellAgain = new Semaphore(0);
            Semaphore otherFails = new Semaphore(1);
            Loop loop = new Loop(
                    "odd",
                    Duration.ZERO,
                    () -> {
                        if (ioFails.tryAcquire()) {
                            throw new IOException("gone");
                        }
                        if (otherFails.tryAcquire()) {
                            throw new IllegalStateException("a bug");
                        }
                        wellAgain.release();
                        return Loop.UNTIL_WOKEN;
                    },
                    outage);
            loop.start();
            wellAgain.acquire();
            loop.stop();
            assertThat(loop.join(Duration.ofSeconds(10))).isTrue();

            assertThat(log.lines("WARN", "does not answer")).hasSize(1);
            assertThat(log.lines("WARN", "odd failed")).hasSize(1);
            assertThat(log.lines("INFO", "odd works again after 2 failed rounds"))
                    .hasSize(1);
        }
    }
}
