package io.runasjob.spi;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.Page;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The role of a store that answers questions. Live and finished jobs look the same. */
public interface JobReads {

    /** The jobs with these ids, those that exist, in no particular order. */
    List<Job> find(Collection<JobId> jobs);

    /** A page of the jobs that match, by id from the highest (newest) to the lowest. */
    Page<Job> list(JobQuery query);

    /** The ended attempts of a job by number; empty when there is none, or no such job. */
    List<Attempt> attempts(JobId job);

    /** The queues that are paused, by name. */
    Set<String> pausedQueues();
}
