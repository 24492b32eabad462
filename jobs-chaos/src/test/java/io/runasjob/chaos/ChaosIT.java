package io.runasjob.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.chaos.history.Event.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The short form: twenty kills and some of everything else, on PostgreSQL with all that makes it durable. The system properties
 * {@code engine}, {@code kills}, {@code pauses}, {@code cuts} and {@code seed} make it another one.
 */
class ChaosIT {
    @Test
    @Timeout(600)
    void no_promise_is_broken_while_processes_are_killed_and_wires_cut() throws Exception {
        Settings settings = Settings.fromProperties();
        Report report = new ChaosRun(settings).run();
        report.lines().forEach(System.out::println);
        assertThat(report.violations())
                .as("seed %d, logs in %s", settings.seed(), settings.folder())
                .allSatisfy((property, found) -> assertThat(found).isEmpty());
        assertThat(report.struck(Kind.KILL)).isGreaterThanOrEqualTo(settings.kills());
        assertThat(report.struck(Kind.PAUSE)).isGreaterThanOrEqualTo(settings.pauses());
    }
}
