package io.runasjob.spi;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The role of a store that gives jobs to nodes and takes the ends of their attempts. */
public interface JobLeases {

    /**
     * Leases ready jobs: PENDING → RUNNING with the next attempt number. Of each queue the jobs with the highest priority
     * first, among equals the earliest due, then the lowest id; from a {@link ClaimRequest.Position} on, if the request names
     * one and the store cares. Queues that are paused give nothing, jobs that were lost too
     * often for the request are passed over. No job is ever given to two callers.
     *
     * @return the leased jobs, queue by queue in the order of the request, each queue in dequeue order
     */
    List<Job> claim(ClaimRequest request);

    /**
     * Leases one given job by hand: PENDING → RUNNING with the next attempt number, whatever its queue.
     *
     * @return the leased job, or empty when it is not PENDING (or does not exist)
     */
    Optional<Job> start(JobId job, NodeId node);

    /**
     * Ends attempts. An attempt whose job was asked to stop does not go back to waiting: where the end says retry, snooze
     * or release, the job becomes CANCELLED.
     *
     * @param ends at most one for each job
     * @return the leases whose end was written; a lease that is missing was stale and nothing was changed
     */
    Set<Lease> finish(List<AttemptEnd> ends);

    /**
     * Stores how far running jobs are, the latest value wins.
     *
     * @param updates at most one for each job
     * @return the leases whose progress was written; a lease that is missing was stale and nothing was changed
     */
    Set<Lease> saveProgress(List<ProgressUpdate> updates);
}
