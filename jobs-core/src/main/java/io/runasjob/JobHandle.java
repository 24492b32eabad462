package io.runasjob;

import io.runasjob.job.AwaitTimeoutException;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.Job;
import io.runasjob.job.JobCancelledException;
import io.runasjob.job.JobError;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobId;
import io.runasjob.job.JobNotFoundException;
import io.runasjob.job.JobStatus;
import io.runasjob.job.StoreClosedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stored job, wherever it was submitted and wherever it runs. Safe for use by many threads; usable until its service is
 * closed.
 *
 * @param <R> the result of the job
 */
public final class JobHandle<R extends @Nullable Object> {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final JobError NO_ERROR = new JobError(JobError.Kind.SYSTEM, "", "the store kept no error", "");

    private final JobService service;
    private final Awaiter awaiter;
    private final JobId id;
    private final boolean created;
    private final Function<Job, @Nullable Object> result;

    JobHandle(JobService service, Awaiter awaiter, JobId id, boolean created, Function<Job, @Nullable Object> result) {
        this.service = service;
        this.awaiter = awaiter;
        this.id = id;
        this.created = created;
        this.result = result;
    }

    /** The job's id. */
    public JobId id() {
        return id;
    }

    /** False when the submit found an unfinished job with the same unique key, and this is the handle of that job. */
    public boolean created() {
        return created;
    }

    /** The job as it is now; throws {@link JobNotFoundException} when there is none. */
    public Job job() {
        return service.find(id).orElseThrow(() -> new JobNotFoundException(id));
    }

    /** Cancels the job; see {@link JobService#cancel}. */
    public CancelAnswer cancel() {
        return service.cancel(id);
    }

    /**
     * Waits until the job has ended, in whichever JVM it runs, and returns its result. A job that has ended already costs one
     * look at the store; for those that have not, one batched look serves all who wait in this JVM.
     *
     * @param longest how long to wait, zero or longer
     * @throws JobFailedException when the job FAILED: carries kind, message and stack of the handler's exception
     * @throws JobCancelledException when the job was CANCELLED
     * @throws AwaitTimeoutException when it has not ended in time; it goes on
     * @throws JobNotFoundException when no such job is visible when the time is up
     * @throws StoreClosedException when the service is closed, now or meanwhile; the job goes on
     * @throws InterruptedException when this thread is interrupted; the job goes on
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // read as what the handler's method, or the caller's class, says
    public R await(Duration longest) throws InterruptedException {
        Job job = finished(longest);
        if (job.status() == JobStatus.FAILED) {
            throw new JobFailedException(id, job.error().orElse(NO_ERROR), null);
        }
        if (job.status() == JobStatus.CANCELLED) {
            throw new JobCancelledException(id);
        }
        return (R) result.apply(job);
    }

    private Job finished(Duration longest) throws InterruptedException {
        Optional<Job> already = service.find(id).filter(job -> job.status().isFinished());
        return already.isPresent() ? already.get() : awaitEnd(longest);
    }

    private Job awaitEnd(Duration longest) throws InterruptedException {
        var future = awaiter.finished(id);
        try {
            return future.get(nanosOf(longest), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw stillOpen(longest);
        } catch (ExecutionException e) {
            throw new StoreClosedException("job service");
        } finally {
            awaiter.forget(id, future);
        }
    }

    private static long nanosOf(Duration longest) {
        return longest.compareTo(FOR_EVER) < 0 ? longest.toNanos() : FOR_EVER.toNanos();
    }

    private AwaitTimeoutException stillOpen(Duration longest) {
        Job job = job();
        String why = service.explain(id).orElse("");
        return new AwaitTimeoutException(id, longest, "it is " + job.status() + ". " + why);
    }
}
