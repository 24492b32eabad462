package io.runasjob.memory;

import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.QueueFullException;
import io.runasjob.job.Uniqueness;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Takes new jobs in: admits each, checks the limits of the queues, then writes all. Guarded by the store's lock. */
final class Intake {
    private final JobTable table;
    private final QueueSettings settings;

    Intake(JobTable table, QueueSettings settings) {
        this.table = table;
        this.settings = settings;
    }

    List<Admission> insert(List<NewJob> jobs, Instant now) {
        Map<JobId, Job> admitted = new LinkedHashMap<>();
        List<Admission> answer = admit(jobs, admitted, now);
        checkLimits(admitted);
        admitted.values().forEach(table::put);
        return answer;
    }

    private List<Admission> admit(List<NewJob> jobs, Map<JobId, Job> admitted, Instant now) {
        Map<String, JobId> newKeys = new HashMap<>();
        List<Admission> answer = new ArrayList<>(jobs.size());
        for (NewJob job : jobs) {
            Optional<JobId> holder = job.spec().unique().flatMap(unique -> holder(unique, newKeys));
            if (holder.isEmpty()) {
                checkId(job.id(), admitted);
                admitted.put(job.id(), Steps.created(settled(job), now));
                job.spec().unique().ifPresent(unique -> newKeys.put(unique.key(), job.id()));
            }
            answer.add(admission(job, holder, admitted));
        }
        return List.copyOf(answer);
    }

    /** A node claims no new job where jobs wait to be let in or out. */
    private NewJob settled(NewJob job) {
        boolean claimed = job.start() instanceof NewJob.ClaimedBy
                && !settings.isPaused(job.spec().queue())
                && settings.limit(job.spec().queue()) == Long.MAX_VALUE;
        return claimed ? job.claimed() : job.unclaimed();
    }

    private static Admission admission(NewJob job, Optional<JobId> holder, Map<JobId, Job> admitted) {
        if (holder.isPresent()) {
            return new Admission(holder.get(), false);
        }
        Job created = Objects.requireNonNull(admitted.get(job.id()));
        boolean claimed = job.start() instanceof NewJob.ClaimedBy && created.status() == JobStatus.RUNNING;
        return claimed ? new Admission(created) : new Admission(job.id(), true);
    }

    private Optional<JobId> holder(Uniqueness unique, Map<String, JobId> newKeys) {
        Optional<JobId> holder = table.holder(unique.key()).or(() -> Optional.ofNullable(newKeys.get(unique.key())));
        if (holder.isPresent() && unique.onDuplicate() == OnDuplicate.REFUSE) {
            throw new DuplicateJobException(unique.key(), holder.get());
        }
        return holder;
    }

    private void checkId(JobId id, Map<JobId, Job> admitted) {
        if (admitted.containsKey(id) || table.find(id).isPresent()) {
            throw new InvalidValueException(InvalidValueException.Field.ID, id, "an id that no other job has", null);
        }
    }

    private void checkLimits(Map<JobId, Job> admitted) {
        Map<String, Long> adding = new LinkedHashMap<>();
        for (Job job : admitted.values()) {
            if (job.status() == JobStatus.PENDING) {
                adding.merge(job.queue(), 1L, Long::sum);
            }
        }
        adding.forEach(this::checkLimit);
    }

    private void checkLimit(String queue, long adding) {
        long size = table.ready(queue).size();
        long limit = settings.limit(queue);
        if (size + adding > limit) {
            throw new QueueFullException(queue, size, adding, limit);
        }
    }
}
