package io.runasjob.submit;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.WakeUp.Bell;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Inserts whose outcome is known: one whose answer was lost is looked up, never repeated blindly, since the ids are ours and
 * so they tell. Then the bells ring for whoever waits for such jobs. Safe for use by many threads.
 */
final class RingingInserts implements JobIntake {
    private final JobStore store;
    private final JobIntake intake;

    /**
     * @param store looked into where an answer was lost
     * @param intake the way into it
     */
    RingingInserts(JobStore store, JobIntake intake) {
        this.store = store;
        this.intake = intake;
    }

    @Override
    public List<Admission> insert(List<NewJob> jobs) {
        List<Admission> admissions = known(jobs);
        Set<Bell> bells = EnumSet.noneOf(Bell.class);
        for (int i = 0; i < jobs.size(); i++) {
            if (mustRing(admissions.get(i))) {
                bells.add(jobs.get(i).bell());
            }
        }
        bells.forEach(store.wakeUp()::ring);
        return admissions;
    }

    private static boolean mustRing(Admission admission) {
        return admission.claimed().isEmpty() && !admission.rung();
    }

    private List<Admission> known(List<NewJob> jobs) {
        try {
            return intake.insert(jobs);
        } catch (StoreUnavailableException e) {
            Map<JobId, Job> stored = stored(jobs, e);
            if (stored.isEmpty()) {
                throw e;
            }
            return jobs.stream().map(job -> admissionOf(job, stored)).toList();
        }
    }

    private Map<JobId, Job> stored(List<NewJob> jobs, StoreUnavailableException cause) {
        try {
            return store.find(jobs.stream().map(NewJob::id).toList()).stream()
                    .collect(Collectors.toMap(Job::id, job -> job));
        } catch (StoreUnavailableException e) {
            cause.addSuppressed(e);
            return Map.of();
        }
    }

    /** The others of a call that was stored were not created because their unique keys are held. */
    private Admission admissionOf(NewJob job, Map<JobId, Job> stored) {
        Job found = stored.get(job.id());
        if (found == null) {
            return store.insert(List.of(job.unclaimed())).get(0);
        }
        return isClaimed(job, found) ? new Admission(found) : new Admission(job.id(), true);
    }

    private static boolean isClaimed(NewJob job, Job found) {
        return job.start() instanceof NewJob.ClaimedBy claimed
                && found.status() == JobStatus.RUNNING
                && found.lease().equals(Optional.of(new Lease(job.id(), 1, claimed.node())));
    }
}
