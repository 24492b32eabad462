package io.runasjob.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.chaos.check.Property;
import io.runasjob.chaos.history.Event.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The short form on the MongoDB that {@code JOBS_TEST_MONGO_URI} names, else on the fake, which says so in the report. The system
 * properties {@code kills}, {@code pauses}, {@code cuts} and {@code seed} make it another one.
 */
class MongoChaosIT {
    @Test
    @Timeout(600)
    void no_promise_is_broken_on_mongodb_while_processes_are_killed_and_answers_to_writes_dropped() throws Exception {
        Settings settings = Settings.fromProperties("mongodb");
        Report report = new ChaosRun(settings).run();
        report.lines().forEach(System.out::println);
        assertThat(report.violations())
                .as("seed %d, logs in %s", settings.seed(), settings.folder())
                .allSatisfy((property, found) -> assertThat(found).isEmpty());
        assertThat(report.unproved()).isSubsetOf(Property.ofTransactions());
        assertThat(report.struck(Kind.KILL)).isGreaterThanOrEqualTo(settings.kills());
        assertThat(report.struck(Kind.PAUSE)).isGreaterThanOrEqualTo(settings.pauses());
        assertThat(report.struck(Kind.COMMIT_ANSWER_DROPPED)).isGreaterThanOrEqualTo(settings.cuts());
    }
}
