package io.runasjob.chaos.check;

import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.history.Workload;
import java.util.List;

/** Everything has ended but for what is to wait, and that says why it waits. */
final class EndsRule implements Rule {
    @Override
    public List<String> violations(History history) {
        return history.state().jobs().stream()
                .filter(job -> !job.status().isFinished() && !waitsVisibly(job))
                .map(job -> "Job " + job.id() + " (" + job.type() + ", " + job.name() + ") is left " + job.status()
                        + " in attempt " + job.run().attempt() + ". It says: '" + job.explanation() + "'")
                .toList();
    }

    private static boolean waitsVisibly(FinalJob job) {
        return job.name().equals(Workload.WAITING)
                && job.status().isWaiting()
                && !job.explanation().isEmpty();
    }
}
