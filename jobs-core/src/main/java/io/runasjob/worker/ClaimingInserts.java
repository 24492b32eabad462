package io.runasjob.worker;

import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.Job;
import io.runasjob.job.QueueFullException;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.NewJob;
import io.runasjob.worker.HeldAttempts.Expected;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts whose jobs this node claims at once, where it would claim them next anyway: it has room for all jobs of the call, and
 * knows of none that waits. Such a job begins one commit and two changes of thread earlier, nobody else is woken for it, and
 * its row is written once less. All other calls pass through unchanged. Safe for use by many threads.
 */
final class ClaimingInserts implements JobIntake {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimingInserts.class);

    private final JobIntake intake;
    private final Membership membership;
    private final HeldAttempts held;
    private final Claimer claimer;

    ClaimingInserts(JobIntake intake, Membership membership, HeldAttempts held, Claimer claimer) {
        this.intake = intake;
        this.membership = membership;
        this.held = held;
        this.claimer = claimer;
    }

    @Override
    public List<Admission> insert(List<NewJob> jobs) {
        Lane lane = laneOf(jobs);
        if (lane == null || !membership.mayClaim() || !lane.reserve(jobs.size(), System.nanoTime())) {
            return intake.insert(jobs);
        }
        Expected expected = held.expect(jobs.stream().map(NewJob::id).toList());
        int taken = 0;
        try {
            List<Admission> admissions = insert(jobs, expected);
            taken = take(admissions);
            return admissions;
        } finally {
            held.unexpect(expected);
            lane.unreserve(jobs.size(), taken);
        }
    }

    /** The lane of all these jobs, if they are ready and have one here. */
    private @Nullable Lane laneOf(List<NewJob> jobs) {
        String queue = jobs.get(0).spec().queue();
        Lane lane = claimer.lane(queue);
        boolean together = lane != null
                && jobs.stream()
                        .allMatch(job -> job.start() instanceof NewJob.Now
                                && job.spec().queue().equals(queue));
        return together ? lane : null;
    }

    private List<Admission> insert(List<NewJob> jobs, Expected expected) {
        NewJob.Start start = new NewJob.ClaimedBy(membership.id());
        try {
            return intake.insert(jobs.stream().map(job -> job.withStart(start)).toList());
        } catch (DuplicateJobException | QueueFullException e) {
            throw e; // nothing is stored
        } catch (RuntimeException | Error e) {
            held.unexpect(expected);
            claimer.doubt();
            throw e;
        }
    }

    private int take(List<Admission> admissions) {
        List<Job> claimed = admissions.stream()
                .flatMap(admission -> admission.claimed().stream())
                .toList();
        try {
            claimer.take(claimed);
        } catch (StoreUnavailableException e) {
            LOG.atWarn()
                    .setCause(e)
                    .log("Could not give back {} new jobs of a node that stops: others will find them", claimed.size());
        }
        return claimed.size();
    }
}
