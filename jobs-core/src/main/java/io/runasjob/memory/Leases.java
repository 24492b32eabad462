package io.runasjob.memory;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.ClaimRequest.Position;
import io.runasjob.spi.ProgressUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives jobs to nodes and takes the ends of their attempts. Guarded by the store's lock. */
final class Leases {
    private final JobTable table;
    private final QueueSettings settings;

    Leases(JobTable table, QueueSettings settings) {
        this.table = table;
        this.settings = settings;
    }

    List<Job> claim(ClaimRequest request, Instant now) {
        List<Job> claimed = new ArrayList<>();
        for (Demand demand : request.demands()) {
            for (Job job : next(demand, request)) {
                claimed.add(start(job, request.node(), now));
            }
        }
        return List.copyOf(claimed);
    }

    Optional<Job> start(JobId id, NodeId node, Instant now) {
        return table.find(id)
                .filter(job -> job.status().canBecome(JobStatus.RUNNING))
                .map(job -> start(job, node, now));
    }

    Set<Lease> finish(List<AttemptEnd> ends, Instant now) {
        Set<Lease> written = new LinkedHashSet<>();
        for (AttemptEnd end : ends) {
            table.leased(end.lease()).ifPresent(job -> {
                table.put(Steps.ended(job, end, now));
                table.addAttempt(job.id(), Steps.attempt(job, end.outcome(), Steps.error(end), now));
                written.add(end.lease());
            });
        }
        return Set.copyOf(written);
    }

    Set<Lease> saveProgress(List<ProgressUpdate> updates) {
        Set<Lease> written = new LinkedHashSet<>();
        for (ProgressUpdate update : updates) {
            table.leased(update.lease()).ifPresent(job -> {
                table.put(Steps.advanced(job, update.progress()));
                written.add(update.lease());
            });
        }
        return Set.copyOf(written);
    }

    private List<Job> next(Demand demand, ClaimRequest request) {
        if (settings.isPaused(demand.queue())) {
            return List.of();
        }
        return table.ready(demand.queue()).stream()
                .filter(job -> request.types().contains(job.type()))
                .filter(job -> job.run().losses() < request.lossesBelow())
                .filter(job -> isFrom(demand.from(), job))
                .limit(demand.jobs())
                .toList();
    }

    private static boolean isFrom(@Nullable Position from, Job job) {
        return from == null
                || (job.priority() == from.priority() && !job.times().due().isBefore(from.due()));
    }

    private Job start(Job job, NodeId node, Instant now) {
        Job started = Steps.started(job, node, now);
        table.put(started);
        return started;
    }
}
