package io.runasjob.memory;

import io.runasjob.job.Job;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import io.runasjob.spi.JobUpkeep.Promotion;
import io.runasjob.spi.JobUpkeep.Rescue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Moves jobs on without their nodes. Guarded by the store's lock. */
final class Upkeep {
    private final JobTable table;
    private final Nodes nodes;

    Upkeep(JobTable table, Nodes nodes) {
        this.table = table;
        this.nodes = nodes;
    }

    Promotion promote(int limit, Instant now) {
        List<Job> due = table.scheduled().stream()
                .takeWhile(job -> !job.times().due().isAfter(now))
                .limit(limit)
                .toList();
        due.forEach(job ->
                table.put(Steps.waiting(job, JobStatus.PENDING, job.times().due(), job.errorOrNull())));
        if (table.scheduled().isEmpty()) {
            return new Promotion(due.size(), null);
        }
        Duration wait = Duration.between(now, table.scheduled().first().times().due());
        return new Promotion(due.size(), wait.isNegative() ? Duration.ZERO : wait);
    }

    List<Rescue> rescue(int maxLosses, int limit, Instant now) {
        List<Job> lost = table.running().stream()
                .filter(job -> !nodes.isAlive(job.run().node().orElseThrow(), now))
                .limit(limit)
                .toList();
        List<Rescue> rescued =
                lost.stream().map(job -> take(job, maxLosses, now)).toList();
        nodes.forgetDeadAndIdle(now);
        return rescued;
    }

    private Rescue take(Job job, int maxLosses, Instant now) {
        Job after = Steps.lost(job, maxLosses, now);
        table.put(after);
        table.addAttempt(job.id(), Steps.attempt(job, Outcome.LOST, Steps.lossOf(job), now));
        return new Rescue(job.lease().orElseThrow(), after.status());
    }
}
