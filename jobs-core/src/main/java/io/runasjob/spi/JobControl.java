package io.runasjob.spi;

import io.runasjob.job.CancelAnswer;
import io.runasjob.job.DeleteAnswer;
import io.runasjob.job.JobId;
import io.runasjob.job.RetryAnswer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** The role of a store that obeys people: cancel, retry, delete, reschedule, pause. Answers are by job id. */
public interface JobControl {

    /** Cancels: waiting jobs become CANCELLED at once, running ones are asked to stop. */
    Map<JobId, CancelAnswer> cancel(Collection<JobId> jobs);

    /**
     * Retries by hand: FAILED or CANCELLED → PENDING, due now, with failures, losses, error and result forgotten and
     * attempt numbers going on. A job with a unique key takes its key again.
     */
    Map<JobId, RetryAnswer> retry(Collection<JobId> jobs);

    /** Deletes finished jobs with all that belongs to them. Unfinished ones are left alone. */
    Map<JobId, DeleteAnswer> delete(Collection<JobId> jobs);

    /**
     * Lets waiting jobs wait anew: SCHEDULED and due after the delay, or PENDING when the delay is zero. Moves BLOCKED,
     * SCHEDULED and PENDING jobs; others are left alone.
     *
     * @param delay zero or longer, from the store's present time
     * @return the ids of {@code jobs} with true where the job waits anew
     */
    Map<JobId, Boolean> reschedule(Collection<JobId> jobs, Duration delay);

    /** Stops ({@code true}) or resumes ({@code false}) the claiming of a queue's jobs on every node. */
    void pause(String queue, boolean paused);

    /**
     * Bounds the number of PENDING jobs of a queue for later inserts.
     *
     * @param limit 0 or more; {@link Long#MAX_VALUE} for no limit
     */
    void limit(String queue, long limit);
}
