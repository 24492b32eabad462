package io.runasjob.spi;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import java.util.List;
import java.util.Optional;

/** The role of a store that takes new jobs in. */
public interface JobIntake {

    /**
     * Stores jobs, all or none.
     *
     * @param jobs 1 to 100,000, with distinct ids
     * @return one admission for each job, in the order given
     * @throws io.runasjob.job.DuplicateJobException when a unique key is held by an unfinished job, or given twice in this
     *     list, and its job said to refuse
     * @throws io.runasjob.job.QueueFullException when a queue would exceed its limit; only jobs that start out PENDING
     *     count, and only those that are PENDING in the queue now
     */
    List<Admission> insert(List<NewJob> jobs);

    /**
     * What became of one job of an insert.
     *
     * @param id the new job, or the unfinished one that holds the unique key
     * @param created false when the unique key was taken and the request said to return the existing job
     * @param claimed the job as it was leased in the insert, where it began as {@link NewJob.ClaimedBy}; else empty
     * @param rung whether the store itself has rung for the new job, so that nobody else has to
     */
    record Admission(JobId id, boolean created, Optional<Job> claimed, boolean rung) {

        /** The admission of a job that nobody claimed. */
        public Admission(JobId id, boolean created) {
            this(id, created, Optional.empty(), false);
        }

        /** The admission of a new job that was leased in the insert. */
        public Admission(Job claimed) {
            this(claimed.id(), true, Optional.of(claimed), false);
        }

        /** The admission of a new job that nobody claimed, and for which the store has rung. */
        public static Admission rung(JobId id) {
            return new Admission(id, true, Optional.empty(), true);
        }
    }
}
