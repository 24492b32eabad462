package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Attempt;
import io.runasjob.job.JobId;
import io.runasjob.job.Outcome;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.testkit.SampleJobs;
import io.runasjob.testkit.StoreDriver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptHistoryTest {
    @Test
    void of_many_attempts_the_latest_two_hundred_are_kept_with_their_numbers() {
        try (MongoFixture fixture = new MongoFixture(Servers.fake())) {
            StoreDriver driver = new StoreDriver(fixture);
            JobId id = driver.insert(SampleJobs.sample());
            for (int attempt = 1; attempt <= 204; attempt++) {
                driver.finish(new AttemptEnd.Snoozed(driver.start(id), Duration.ZERO));
                driver.store().promote(10);
            }
            driver.complete(driver.start(id));

            List<Attempt> attempts = driver.store().attempts(id);
            assertThat(attempts).hasSize(200);
            assertThat(attempts.get(0).number()).isEqualTo(6);
            assertThat(attempts.get(199).number()).isEqualTo(205);
            assertThat(attempts.get(198).outcome()).isEqualTo(Outcome.SNOOZED);
            assertThat(attempts.get(199).outcome()).isEqualTo(Outcome.SUCCEEDED);
        }
    }
}
