package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Effect;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.history.Workload;
import io.runasjob.job.JobStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A completed job that writes outside of any transaction has left a trace at least. */
final class RunsRule implements Rule {
    @Override
    public List<String> violations(History history) {
        Set<String> traced = history.state().traces().stream().map(Effect::job).collect(Collectors.toSet());
        return history.state().jobs().stream()
                .filter(job -> !Workload.FENCED.contains(job.type()))
                .filter(job -> job.status() == JobStatus.COMPLETED && !traced.contains(job.id()))
                .map(FinalJob::id)
                .map(job -> "Job " + job + " is COMPLETED, but its handler left no trace")
                .toList();
    }
}
