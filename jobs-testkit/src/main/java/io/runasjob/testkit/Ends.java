package io.runasjob.testkit;

import io.runasjob.job.Lease;
import io.runasjob.job.Outcome;
import io.runasjob.spi.AttemptEnd;
import java.time.Duration;
import java.util.List;

/** One end of each kind, for tests that go through all. */
final class Ends {
    static final Duration DELAY = Duration.ofMinutes(10);

    private Ends() {}

    static List<AttemptEnd> all(Lease lease) {
        return List.of(
                new AttemptEnd.Completed(lease, "{\"pages\":7}"),
                new AttemptEnd.Failed(lease, Outcome.FAILED, SampleJobs.ERROR),
                retry(lease),
                new AttemptEnd.Snoozed(lease, DELAY),
                new AttemptEnd.Cancelled(lease),
                new AttemptEnd.Released(lease));
    }

    static AttemptEnd retry(Lease lease) {
        return new AttemptEnd.Retry(lease, Outcome.FAILED, SampleJobs.ERROR, DELAY);
    }

    static String name(AttemptEnd end) {
        return end.getClass().getSimpleName();
    }
}
