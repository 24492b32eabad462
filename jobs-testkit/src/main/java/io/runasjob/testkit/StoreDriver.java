package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.NodeRegistry.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Drives a store by its own verbs: brings jobs into every status and reads them back. What it does on the way to a test's
 * subject must succeed, or the test fails there. As safe for use by many threads as the store is.
 */
public final class StoreDriver {
    /** How long after their last heartbeat the nodes of this driver are dead. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(30);

    private final StoreFixture fixture;

    /** A driver of the fixture's store. */
    public StoreDriver(StoreFixture fixture) {
        this.fixture = fixture;
    }

    /**
     * All that a store says of one job.
     *
     * @param job its snapshot
     * @param attempts its ended attempts
     */
    public record Snapshot(Job job, List<Attempt> attempts) {}

    /** The store. */
    public JobStore store() {
        return fixture.store();
    }

    /** One more store on the same data, as another JVM has it: what one store does in turn, two do at once. */
    public JobStore elsewhere() {
        return fixture.elsewhere();
    }

    /** Moves the time of the store forward. */
    public void passTime(Duration duration) {
        fixture.passTime(duration);
    }

    /** A new registered node, dead {@link #DEAD_AFTER} its last heartbeat. */
    public NodeId node() {
        NodeId node = NodeId.random();
        store().register(registration(node));
        return node;
    }

    /** What a node of this driver says of itself. */
    public static Registration registration(NodeId node) {
        return new Registration(node, "host-1", 4711, Set.of("default"), Set.of(SampleJobs.TYPE), DEAD_AFTER);
    }

    /** Stores one job. */
    public JobId insert(SampleJobs sample) {
        return insert(List.of(sample.one())).get(0);
    }

    /** Stores jobs in one call; all must be created. */
    public List<JobId> insert(List<NewJob> jobs) {
        List<Admission> admissions = store().insert(jobs);
        assertThat(admissions).as("admissions").hasSameSizeAs(jobs).allMatch(Admission::created);
        return admissions.stream().map(Admission::id).toList();
    }

    /** The job as the store has it now; it must exist. */
    public Job read(JobId id) {
        return find(id).orElseThrow(() -> new AssertionError("job " + id + " is gone"));
    }

    /** The job as the store has it now, if it does. */
    public Optional<Job> find(JobId id) {
        return store().find(List.of(id)).stream().findFirst();
    }

    /** All that the store says of the job now. */
    public Snapshot snapshot(JobId id) {
        return new Snapshot(read(id), store().attempts(id));
    }

    /** Claims jobs of type {@link SampleJobs#TYPE} from one queue. */
    public List<Job> claim(NodeId node, String queue, int most) {
        return store().claim(new ClaimRequest(node, List.of(new Demand(queue, most)), Set.of(SampleJobs.TYPE)));
    }

    /** Starts a PENDING job by hand on a new node. */
    public Lease start(JobId id) {
        return start(id, node());
    }

    /** Starts a PENDING job by hand on the node. */
    public Lease start(JobId id, NodeId node) {
        Optional<Job> started = store().start(id, node);
        assertThat(started).as("start of %s", id).isPresent();
        return lease(started.orElseThrow());
    }

    /** Stores a job and starts it on a new node. */
    public Lease run(SampleJobs sample) {
        return start(insert(sample));
    }

    /** The lease of the job's latest attempt; there must have been one. */
    public static Lease lease(Job job) {
        return job.lease().orElseThrow(() -> new AssertionError("never started: " + job));
    }

    /** Ends an attempt, which must be current, and reads its job. */
    public Job finish(AttemptEnd end) {
        assertThat(store().finish(List.of(end))).as("written ends").containsExactly(end.lease());
        return read(end.lease().job());
    }

    /** Ends an attempt with success. */
    public Job complete(Lease lease) {
        return finish(new AttemptEnd.Completed(lease, "\"done\""));
    }

    /** Ends an attempt with {@link SampleJobs#ERROR}, for good. */
    public Job fail(Lease lease) {
        return finish(new AttemptEnd.Failed(lease, Outcome.FAILED, SampleJobs.ERROR));
    }

    /** Stores a default sample and brings it into the status. */
    public Job bring(JobStatus status) {
        return bring(status, SampleJobs.sample());
    }

    /** Stores the sample, which must begin as PENDING by itself, and brings it into the status. */
    public Job bring(JobStatus status, SampleJobs sample) {
        return switch (status) {
            case BLOCKED -> read(insert(sample.blocked()));
            case SCHEDULED -> read(insert(sample.after(Duration.ofHours(1))));
            case PENDING -> read(insert(sample));
            case RUNNING -> read(run(sample).job());
            case COMPLETED -> complete(run(sample));
            case FAILED -> fail(run(sample));
            case CANCELLED -> finish(new AttemptEnd.Cancelled(run(sample)));
        };
    }
}
