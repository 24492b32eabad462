package io.runasjob;

import io.runasjob.annotation.AnnotatedJobs;
import io.runasjob.annotation.JobTypeIndex;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobDefaults;
import io.runasjob.job.JobHandler;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import io.runasjob.spi.JobExecutor;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.PayloadCodec;
import io.runasjob.submit.Arguments;
import io.runasjob.submit.JobIds;
import io.runasjob.submit.Submitter;
import io.runasjob.worker.WorkerNode;
import io.runasjob.worker.WorkerSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link JobService} is made of. Only a store is needed; without any queue the node works on queue {@value
 * JobDefaults#DEFAULT_QUEUE} with one worker for each processor. Not for use by several threads; for one start only.
 */
public final class JobServiceBuilder {
    private @Nullable JobStore store;
    private boolean ownsStore = true;
    private boolean submitOnly;
    private final List<JobType> types = new ArrayList<>();
    private final Map<String, Integer> queues = new TreeMap<>();
    private final PayloadCodec codec = PayloadCodec.json();
    private @Nullable JobExecutor executor;
    private Duration heartbeat = WorkerSettings.DEFAULT_HEARTBEAT;
    private Duration deadAfter = WorkerSettings.DEFAULT_DEAD_AFTER;
    private Duration grace = WorkerSettings.DEFAULT_GRACE;
    private boolean submitTogether;
    private int payloadLimit = WorkerSettings.DEFAULT_PAYLOAD_LIMIT;

    JobServiceBuilder() {}

    /** Where jobs live. The service opens it, and closes it when it is closed itself or does not start. */
    public JobServiceBuilder store(JobStore store) {
        this.store = store;
        this.ownsStore = true;
        return this;
    }

    /** The same, for a store that several services of this JVM share: whoever made it closes it, after them. */
    public JobServiceBuilder sharedStore(JobStore store) {
        this.store = store;
        this.ownsStore = false;
        return this;
    }

    /**
     * Makes a job type of every method with {@code @RunAsJob} of this object, its superclasses and interfaces.
     *
     * @throws InvalidValueException when a method cannot serve as a job, or there is none
     */
    public JobServiceBuilder register(Object handlers) {
        types.addAll(AnnotatedJobs.typesOf(handlers));
        return this;
    }

    /**
     * A job type whose handler is a lambda with one payload. Jobs are submitted by {@code JobRequest.ofType(name, payload)}.
     *
     * @param name letters, digits, '.', '_' and '-', 1 to 100
     * @param payload what the JSON of a job is read as
     * @param handler called by several threads at once; returns the result, or null
     */
    public <P> JobServiceBuilder handler(String name, Class<P> payload, JobHandler<? super P, ?> handler) {
        return type(JobType.of(name, payload, handler));
    }

    /** A job type with defaults of its own: {@code type(JobType.of(…).queue("images").maxAttempts(5))}. */
    public JobServiceBuilder type(JobType type) {
        types.add(type);
        return this;
    }

    /**
     * Works on a queue.
     *
     * @param queue letters, digits, '.', '_' and '-', 1 to 100
     * @param workers jobs of this queue that run at once on this node, 1 to 10,000
     */
    public JobServiceBuilder queue(String queue, int workers) {
        if (queue.equals(JobDefaults.BY_HAND_QUEUE)) {
            throw new InvalidValueException(
                    Field.QUEUE, queue, "another queue: the jobs of this one are driven by their creators", null);
        }
        queues.put(JobDefaults.checkedQueue(queue), workers);
        return this;
    }

    /** This node has no workers: it submits, runs jobs by hand, and looks. It takes part in maintenance all the same. */
    public JobServiceBuilder submitOnly() {
        this.submitOnly = true;
        return this;
    }

    /** The threads of handlers; default {@link JobExecutor#platformThreads()}. Closed with the service. */
    public JobServiceBuilder executor(JobExecutor threads) {
        this.executor = threads;
        return this;
    }

    /** Time between two heartbeats of this node, 200 ms to 1 h; default 5 s. */
    public JobServiceBuilder heartbeat(Duration interval) {
        this.heartbeat = interval;
        return this;
    }

    /** How long after its last heartbeat this node's jobs go to others: at least 1 s and three heartbeats; default 30 s. */
    public JobServiceBuilder deadAfter(Duration silence) {
        this.deadAfter = silence;
        return this;
    }

    /** How long running jobs may go on when the service closes, zero to 10 days; default 30 s. */
    public JobServiceBuilder grace(Duration longest) {
        this.grace = longest;
        return this;
    }

    /**
     * Submits of several threads that come at the same time share a commit: more of them a second, where the disk is what
     * they wait for. A lone submit is as fast as before. Each call stays all or none by itself. Submits in a transaction of
     * the application's are part of that alone. Off by default.
     */
    public JobServiceBuilder submitTogether() {
        this.submitTogether = true;
        return this;
    }

    /** Largest size of arguments or of a result as JSON, 1 KiB to 64 MiB; default 256 KiB. */
    public JobServiceBuilder payloadLimit(int bytes) {
        this.payloadLimit = bytes;
        return this;
    }

    /**
     * Opens the store, registers the node and begins to work.
     *
     * @throws io.runasjob.job.DuplicateJobTypeException when two handlers have one type
     * @throws io.runasjob.job.StoreUnavailableException when the database cannot be reached
     * @throws io.runasjob.job.ReadOnlyStoreException when it cannot be written
     * @throws io.runasjob.job.SchemaVersionException when its tables are those of a newer version
     */
    public JobService start() {
        JobStore chosen = requiredStore();
        try {
            ServiceParts parts = new ServiceParts(this, chosen, new JobTypes(types));
            parts.start();
            return new JobService(parts);
        } catch (RuntimeException e) {
            if (ownsStore) {
                chosen.close();
            }
            throw e;
        }
    }

    boolean ownsStore() {
        return ownsStore;
    }

    PayloadCodec codec() {
        return codec;
    }

    WorkerSettings settings() {
        return new WorkerSettings(chosenQueues(), heartbeat, deadAfter, grace, payloadLimit);
    }

    Submitter submitter(JobStore chosen, JobTypes known, WorkerNode node) {
        JobIds ids = new JobIds(InstantSource.system());
        JobIntake intake = submitTogether ? Submitter.sharing(chosen) : chosen;
        JobIntake claiming = node.claiming(Submitter.ringing(chosen, intake));
        return new Submitter(chosen, claiming, known, new Arguments(codec, payloadLimit), ids, JobTypeIndex::hint);
    }

    WorkerNode node(JobStore chosen, JobTypes known) {
        JobExecutor threads = executor == null ? JobExecutor.platformThreads() : executor;
        return new WorkerNode(chosen, known, codec, threads, settings());
    }

    private Map<String, Integer> chosenQueues() {
        if (submitOnly && !queues.isEmpty()) {
            throw new InvalidValueException(
                    Field.SETTING, "submitOnly with queues " + queues.keySet(), "one or the other", null);
        }
        boolean useDefault = !submitOnly && queues.isEmpty();
        int processors = Runtime.getRuntime().availableProcessors();
        return useDefault ? Map.of(JobDefaults.DEFAULT_QUEUE, processors) : queues;
    }

    private JobStore requiredStore() {
        if (store == null) {
            throw new InvalidValueException(
                    Field.SETTING, "no store", "one, for example .store(JdbcJobStore.open(\"jdbc:h2:./jobs\"))", null);
        }
        return store;
    }
}
