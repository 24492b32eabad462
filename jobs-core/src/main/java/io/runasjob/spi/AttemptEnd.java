package io.runasjob.spi;

import io.runasjob.job.JobError;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an attempt ends and what becomes of its job. Immutable; threads may share it. */
public sealed interface AttemptEnd {

    /** The attempt that ends. */
    Lease lease();

    /** How the attempt ended, for its history. */
    Outcome outcome();

    /** What the job becomes, unless it was asked to stop and would go back to waiting. */
    JobStatus status();

    /**
     * The handler returned: COMPLETED.
     *
     * @param result as JSON, or null for none
     */
    record Completed(Lease lease, @Nullable String result) implements AttemptEnd {
        @Override
        public Outcome outcome() {
            return Outcome.SUCCEEDED;
        }

        @Override
        public JobStatus status() {
            return JobStatus.COMPLETED;
        }
    }

    /**
     * The last failure: FAILED; counts one failure.
     *
     * @param outcome FAILED or TIMED_OUT
     */
    record Failed(Lease lease, Outcome outcome, JobError error) implements AttemptEnd {
        @Override
        public JobStatus status() {
            return JobStatus.FAILED;
        }
    }

    /**
     * A failure that is tried again: SCHEDULED; counts one failure.
     *
     * @param outcome FAILED or TIMED_OUT
     * @param delay from the store's present time
     */
    record Retry(Lease lease, Outcome outcome, JobError error, Duration delay) implements AttemptEnd {
        @Override
        public JobStatus status() {
            return JobStatus.SCHEDULED;
        }
    }

    /**
     * The handler asked to be run later: SCHEDULED.
     *
     * @param delay from the store's present time
     */
    record Snoozed(Lease lease, Duration delay) implements AttemptEnd {
        @Override
        public Outcome outcome() {
            return Outcome.SNOOZED;
        }

        @Override
        public JobStatus status() {
            return JobStatus.SCHEDULED;
        }
    }

    /** The handler stopped because its job was cancelled: CANCELLED. */
    record Cancelled(Lease lease) implements AttemptEnd {
        @Override
        public Outcome outcome() {
            return Outcome.CANCELLED;
        }

        @Override
        public JobStatus status() {
            return JobStatus.CANCELLED;
        }
    }

    /** The node gives the job back: PENDING, due as before. */
    record Released(Lease lease) implements AttemptEnd {
        @Override
        public Outcome outcome() {
            return Outcome.RELEASED;
        }

        @Override
        public JobStatus status() {
            return JobStatus.PENDING;
        }
    }
}
