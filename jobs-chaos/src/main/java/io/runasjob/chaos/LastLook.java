package io.runasjob.chaos;

import io.runasjob.JobService;
import io.runasjob.chaos.history.FinalAttempt;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.FinalState;
import io.runasjob.chaos.history.Workload;
import io.runasjob.chaos.work.Ground;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees the database as it is, not through a broken wire: whether all has come to rest, and what is there then. */
final class LastLook implements AutoCloseable {
    private final Ground ground;
    private final JobService service;

    /** @param ground of the database itself */
    LastLook(Ground ground) {
        this.ground = ground;
        this.service = JobService.builder()
                .store(ground.store())
                .submitOnly()
                .heartbeat(Workload.HEARTBEAT)
                .deadAfter(Workload.DEAD_AFTER)
                .start();
    }

    /** Whether nothing is left to do but what is to wait. */
    boolean isAtRest() {
        return list(JobQuery.all().status(JobStatus.BLOCKED, JobStatus.SCHEDULED, JobStatus.PENDING, JobStatus.RUNNING))
                .stream()
                .allMatch(job -> job.name().equals(Workload.WAITING));
    }

    FinalState state() {
        List<FinalJob> jobs = list(JobQuery.all()).stream().map(this::look).toList();
        return new FinalState(jobs, ground.effects(), ground.traces(), ground.orders());
    }

    private FinalJob look(Job job) {
        List<FinalAttempt> attempts =
                service.attempts(job.id()).stream().map(FinalAttempt::of).toList();
        return FinalJob.of(job, service.explain(job.id()).orElse(""), attempts);
    }

    private List<Job> list(JobQuery query) {
        List<Job> jobs = new ArrayList<>();
        JobQuery next = query.limit(JobQuery.MAX_LIMIT);
        for (JobId cursor = add(service.list(next), jobs); cursor != null; ) {
            cursor = add(service.list(next.after(cursor)), jobs);
        }
        return jobs;
    }

    private static @Nullable JobId add(Page<Job> page, List<Job> jobs) {
        jobs.addAll(page.items());
        return page.nextOrNull();
    }

    @Override
    public void close() {
        service.close();
    }
}
