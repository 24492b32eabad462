package io.runasjob.job;

import org.jspecify.annotations.Nullable;

/**
 * The code of a job type that takes one payload. Called by several threads at once, so it keeps no state of one job.
 *
 * @param <P> the payload, read from JSON
 * @param <R> the result, written as JSON; return null for none
 */
@FunctionalInterface
public interface JobHandler<P, R> {

    /**
     * Does the work.
     *
     * @throws Exception whatever went wrong; the attempt FAILED and the retry policy decides
     */
    @Nullable
    R handle(P payload, JobContext job) throws Exception;
}
