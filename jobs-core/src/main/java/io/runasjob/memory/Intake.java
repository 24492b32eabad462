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
                admitted.put(job.id(), Steps.created(job, now));
                job.spec().unique().ifPresent(unique -> newKeys.put(unique.key(), job.id()));
            }
            answer.add(new Admission(holder.orElse(job.id()), holder.isEmpty()));
        }
        return List.copyOf(answer);
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
