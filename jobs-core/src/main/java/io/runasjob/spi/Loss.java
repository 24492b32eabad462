package io.runasjob.spi;

import io.runasjob.job.JobError;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.LeaseLostException;

/**
 * An attempt that was lost with its node, told in the same words by every store. Immutable; threads may share it.
 *
 * @param lease of the attempt
 * @param type of the job
 * @param losses of the job, this one included
 */
public record Loss(Lease lease, String type, int losses) {

    /** What is kept as the error of the attempt, and of the job if it is FAILED by it. */
    public JobError error(JobStatus became) {
        String message = became == JobStatus.FAILED ? givenUp() : lost();
        return new JobError(JobError.Kind.SYSTEM, LeaseLostException.class.getName(), message, "");
    }

    private String lost() {
        return "Attempt " + lease.attempt() + " was lost: node " + lease.node()
                + " was not heard of while it ran. Losses so far: " + losses + ".";
    }

    private String givenUp() {
        return "Job " + lease.job() + " of type " + type + " keeps killing its node, it seems: " + losses
                + " losses, the last on node " + lease.node() + ". It is not tried again;"
                + " look for exits, memory and native code in its handler, then retry it by hand.";
    }
}
