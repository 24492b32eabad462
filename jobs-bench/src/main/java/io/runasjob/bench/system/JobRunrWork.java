package io.runasjob.bench.system;

import io.runasjob.bench.node.Deliveries;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/**
 * A job in the shape that JobRunr wants: a request and a handler that it makes itself.
 *
 * @param number of the job
 * @param filler letters
 */
public record JobRunrWork(long number, String filler) implements JobRequest {
    @Override
    public Class<Handler> getJobRequestHandler() {
        return Handler.class;
    }

    /** Made by JobRunr for each job. */
    public static final class Handler implements JobRequestHandler<JobRunrWork> {
        @Override
        public void run(JobRunrWork work) {
            Deliveries.done(work.number());
        }
    }
}
