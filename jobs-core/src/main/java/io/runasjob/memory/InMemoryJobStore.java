package io.runasjob.memory;

import io.runasjob.job.Attempt;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.DeleteAnswer;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.job.Page;
import io.runasjob.job.RetryAnswer;
import io.runasjob.job.StoreClosedException;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.LocalWakeUp;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.ProgressUpdate;
import io.runasjob.spi.WakeUp;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps jobs in the memory of this JVM. By default it follows the system's clock and starts empty. Nothing survives its
 * {@link #close()}, and nodes share jobs only when they share this object. Finished jobs stay until they are deleted. Safe
 * for use by any number of threads.
 */
public final class InMemoryJobStore implements JobStore {
    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final WakeUp wakeUp = new LocalWakeUp();
    private final JobTable table = new JobTable();
    private final QueueSettings settings = new QueueSettings();
    private final Nodes nodes = new Nodes(table);
    private final Intake intake = new Intake(table, settings);
    private final Leases leases = new Leases(table, settings);
    private final Upkeep upkeep = new Upkeep(table, nodes);
    private final Control control = new Control(table);
    private boolean closed;

    /** An empty store that follows the system's clock. */
    public InMemoryJobStore() {
        this(InstantSource.system());
    }

    /**
     * An empty store that follows the given clock.
     *
     * @param clock the only time by which the store decides; read in microseconds, as databases do
     */
    public InMemoryJobStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void open() {
        run(now -> {});
    }

    @Override
    public Instant now() {
        return answer(now -> now);
    }

    @Override
    public WakeUp wakeUp() {
        return wakeUp;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Admission> insert(List<NewJob> jobs) {
        return answer(now -> intake.insert(jobs, now));
    }

    @Override
    public List<Job> claim(ClaimRequest request) {
        return answer(now -> leases.claim(request, now));
    }

    @Override
    public Optional<Job> start(JobId job, NodeId node) {
        return answer(now -> leases.start(job, node, now));
    }

    @Override
    public Set<Lease> finish(List<AttemptEnd> ends) {
        return answer(now -> leases.finish(ends, now));
    }

    @Override
    public Set<Lease> saveProgress(List<ProgressUpdate> updates) {
        return answer(now -> leases.saveProgress(updates));
    }

    @Override
    public Promotion promote(int limit) {
        return answer(now -> upkeep.promote(limit, now));
    }

    @Override
    public List<Rescue> rescue(int maxLosses, int limit) {
        return answer(now -> upkeep.rescue(maxLosses, limit, now));
    }

    @Override
    public Map<JobId, CancelAnswer> cancel(Collection<JobId> jobs) {
        return answer(now -> control.cancel(jobs, now));
    }

    @Override
    public Map<JobId, RetryAnswer> retry(Collection<JobId> jobs) {
        return answer(now -> control.retry(jobs, now));
    }

    @Override
    public Map<JobId, DeleteAnswer> delete(Collection<JobId> jobs) {
        return answer(now -> control.delete(jobs));
    }

    @Override
    public Map<JobId, Boolean> reschedule(Collection<JobId> jobs, Duration delay) {
        return answer(now -> control.reschedule(jobs, delay, now));
    }

    @Override
    public void pause(String queue, boolean paused) {
        run(now -> settings.pause(queue, paused));
    }

    @Override
    public void limit(String queue, long limit) {
        run(now -> settings.limit(queue, limit));
    }

    @Override
    public List<Job> find(Collection<JobId> jobs) {
        return answer(now -> Reads.find(table, jobs));
    }

    @Override
    public Page<Job> list(JobQuery query) {
        return answer(now -> Reads.list(table, query));
    }

    @Override
    public List<Attempt> attempts(JobId job) {
        return answer(now -> table.attempts(job));
    }

    @Override
    public Set<String> pausedQueues() {
        return answer(now -> settings.paused());
    }

    @Override
    public void register(Registration node) {
        run(now -> nodes.register(node, now));
    }

    @Override
    public Heartbeat heartbeat(NodeId node) {
        return answer(now -> nodes.heartbeat(node, now));
    }

    @Override
    public Set<Bell> look(NodeId node) {
        return answer(now -> nodes.look(node, now));
    }

    @Override
    public void deregister(NodeId node) {
        run(now -> nodes.deregister(node));
    }

    @Override
    public Set<Lease> leasesOf(NodeId node) {
        return answer(now -> nodes.leasesOf(node));
    }

    @Override
    public List<Node> nodes() {
        return answer(nodes::list);
    }

    private void run(Consumer<Instant> step) {
        answer(now -> {
            step.accept(now);
            return now;
        });
    }

    private <T> T answer(Function<Instant, T> step) {
        lock.lock();
        try {
            if (closed) {
                throw new StoreClosedException("in-memory job store");
            }
            return step.apply(clock.instant().truncatedTo(ChronoUnit.MICROS));
        } finally {
            lock.unlock();
        }
    }
}
