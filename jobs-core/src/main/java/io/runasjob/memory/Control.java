package io.runasjob.memory;

import io.runasjob.job.CancelAnswer;
import io.runasjob.job.DeleteAnswer;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.RetryAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Obeys people. Guarded by the store's lock. */
final class Control {
    private final JobTable table;

    Control(JobTable table) {
        this.table = table;
    }

    Map<JobId, CancelAnswer> cancel(Collection<JobId> ids, Instant now) {
        return forEach(ids, CancelAnswer.UNKNOWN, job -> cancel(job, now));
    }

    Map<JobId, RetryAnswer> retry(Collection<JobId> ids, Instant now) {
        return forEach(ids, RetryAnswer.UNKNOWN, job -> retry(job, now));
    }

    Map<JobId, DeleteAnswer> delete(Collection<JobId> ids) {
        return forEach(ids, DeleteAnswer.UNKNOWN, this::delete);
    }

    Map<JobId, Boolean> reschedule(Collection<JobId> ids, Duration delay, Instant now) {
        return forEach(ids, false, job -> reschedule(job, delay, now));
    }

    private CancelAnswer cancel(Job job, Instant now) {
        if (job.status().isFinished()) {
            return CancelAnswer.ALREADY_FINISHED;
        }
        if (job.status() == JobStatus.RUNNING) {
            table.put(Steps.askedToStop(job));
            return CancelAnswer.REQUESTED;
        }
        table.put(Steps.finished(job, JobStatus.CANCELLED, now, null));
        return CancelAnswer.CANCELLED;
    }

    private RetryAnswer retry(Job job, Instant now) {
        if (!job.status().isFinished() || !job.status().canBecome(JobStatus.PENDING)) {
            return RetryAnswer.NOT_RETRYABLE;
        }
        Optional<JobId> holder = job.spec().unique().flatMap(unique -> table.holder(unique.key()));
        if (holder.isPresent()) {
            return RetryAnswer.KEY_TAKEN;
        }
        table.put(Steps.retriedByHand(job, now));
        return RetryAnswer.RETRIED;
    }

    private DeleteAnswer delete(Job job) {
        if (!job.status().isFinished()) {
            return DeleteAnswer.NOT_FINISHED;
        }
        table.remove(job.id());
        return DeleteAnswer.DELETED;
    }

    private boolean reschedule(Job job, Duration delay, Instant now) {
        if (!job.status().isWaiting()) {
            return false;
        }
        JobStatus status = delay.isZero() ? JobStatus.PENDING : JobStatus.SCHEDULED;
        table.put(Steps.waiting(job, status, now.plus(delay), job.errorOrNull()));
        return true;
    }

    private <A> Map<JobId, A> forEach(Collection<JobId> ids, A unknown, Function<Job, A> step) {
        Map<JobId, A> answers = new LinkedHashMap<>();
        for (JobId id : ids) {
            answers.computeIfAbsent(id, any -> table.find(id).map(step).orElse(unknown));
        }
        return Collections.unmodifiableMap(answers);
    }
}
