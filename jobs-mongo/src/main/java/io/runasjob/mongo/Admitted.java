package io.runasjob.mongo;

import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Uniqueness;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of each job of an insert, as far as unique keys decide.
 *
 * @param admissions one for each job, in their order
 * @param created the jobs that are to be stored
 */
record Admitted(List<Admission> admissions, List<NewJob> created) {

    /**
     * Decides by the keys that others hold, and by those that the list gives twice.
     *
     * @throws DuplicateJobException when a job whose key is held said to refuse
     */
    static Admitted of(List<NewJob> jobs, Map<String, JobId> held) {
        Map<String, JobId> holders = new HashMap<>(held);
        List<Admission> admissions = new ArrayList<>(jobs.size());
        List<NewJob> created = new ArrayList<>(jobs.size());
        for (NewJob job : jobs) {
            Uniqueness unique = job.spec().uniqueOrNull();
            JobId holder = unique == null ? null : holders.putIfAbsent(unique.key(), job.id());
            if (unique == null || holder == null) {
                created.add(job);
            } else if (unique.onDuplicate() == OnDuplicate.REFUSE) {
                throw new DuplicateJobException(unique.key(), holder);
            }
            admissions.add(new Admission(holder == null ? job.id() : holder, holder == null));
        }
        return new Admitted(List.copyOf(admissions), created);
    }

    /**
     * The admissions once the jobs are stored.
     *
     * @param stored the created jobs as they were stored, in the same order
     * @param now when
     */
    List<Admission> claimed(List<NewJob> stored, Instant now) {
        Map<JobId, Job> claimed = new HashMap<>();
        for (int i = 0; i < stored.size(); i++) {
            boolean asked = created.get(i).start() instanceof NewJob.ClaimedBy;
            if (asked && stored.get(i).start() instanceof NewJob.RunningOn running) {
                claimed.put(stored.get(i).id(), stored.get(i).runningOn(running.node(), now));
            }
        }
        return admissions.stream()
                .map(admission -> admission.created() && claimed.containsKey(admission.id())
                        ? new Admission(claimed.get(admission.id()))
                        : admission)
                .toList();
    }
}
