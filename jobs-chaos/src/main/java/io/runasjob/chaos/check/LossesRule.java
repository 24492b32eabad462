package io.runasjob.chaos.check;

import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.history.Workload;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import java.util.List;
import java.util.stream.Stream;

/** Failures are counted as failures, losses as losses, releases not at all; a job FAILED because one of the counts was full. */
final class LossesRule implements Rule {
    @Override
    public List<String> violations(History history) {
        return history.state().jobs().stream()
                .flatMap(job -> Stream.concat(counts(job), ending(job)))
                .toList();
    }

    private static Stream<String> counts(FinalJob job) {
        long failures = job.attempts().stream()
                .filter(attempt -> attempt.outcome().isFailure())
                .count();
        long losses = job.attempts().stream()
                .filter(attempt -> attempt.outcome() == Outcome.LOST)
                .count();
        boolean right = job.run().failures() == failures && job.run().losses() == losses;
        return right
                ? Stream.empty()
                : Stream.of("Job " + job.id() + " counts " + job.run().failures() + " failures and "
                        + job.run().losses() + " losses; its attempts are " + job.attempts());
    }

    private static Stream<String> ending(FinalJob job) {
        boolean full = job.run().failures() >= job.maxAttempts() || job.run().losses() >= Workload.MOST_LOSSES;
        return full || job.status() != JobStatus.FAILED
                ? Stream.empty()
                : Stream.of("Job " + job.id() + " is FAILED after " + job.run().failures() + " of " + job.maxAttempts()
                        + " failures and " + job.run().losses() + " losses");
    }
}
