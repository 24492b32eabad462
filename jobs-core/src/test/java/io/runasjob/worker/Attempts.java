package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobTimes;
import io.runasjob.job.JobType;
import io.runasjob.job.NodeId;
import io.runasjob.job.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Leased jobs for the tests of the parts of a node. */
final class Attempts {
    static final NodeId NODE = NodeId.random();

    /** For tests in which nobody ends an attempt in a transaction. */
    static final HeldAttempt.Completer NO_TRANSACTIONS = (attempt, transaction, result) -> {
        throw new AssertionError(attempt.lease() + " ends in a transaction");
    };

    private static final JobType TYPE = JobType.of("t", String.class, (word, job) -> word);

    private Attempts() {}

    static Job leased() {
        return leased(JobRequest.ofType("t", "x"));
    }

    static Job leased(String queue) {
        return leased(JobRequest.ofType("t", "x").queue(queue));
    }

    static Job leased(Duration timeout) {
        return leased(JobRequest.ofType("t", "x").timeout(timeout));
    }

    static Job leased(int priority, Instant due) {
        return leased(JobRequest.ofType("t", "x").priority(priority), due);
    }

    private static Job leased(JobRequest<Object> request) {
        return leased(request, Instant.EPOCH);
    }

    private static Job leased(JobRequest<Object> request, Instant due) {
        return new Job(
                new JobId(UUID.randomUUID()),
                request.spec(TYPE, "[\"x\"]"),
                JobStatus.RUNNING,
                new JobTimes(Instant.EPOCH, due, Instant.EPOCH, null),
                new JobRun(1, 0, 0, NODE, false),
                Progress.NONE,
                null,
                null);
    }

    /** The next attempt of the same job. */
    static Job again(Job job) {
        JobRun run = new JobRun(job.attempt() + 1, 0, 1, NODE, false);
        return new Job(job.id(), job.spec(), job.status(), job.times(), run, Progress.NONE, null, null);
    }

    /** A leased job that was lost so often before. */
    static Job lost(int losses) {
        Job job = leased();
        JobRun run = new JobRun(losses + 1, 0, losses, NODE, false);
        return new Job(job.id(), job.spec(), job.status(), job.times(), run, Progress.NONE, null, null);
    }

    static HeldAttempt held() {
        Job job = leased();
        return new HeldAttempt(job, job.lease().orElseThrow(), attempt -> {}, Attempts.NO_TRANSACTIONS);
    }
}
