package io.runasjob.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
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
import io.runasjob.job.ReadOnlyStoreException;
import io.runasjob.job.RetryAnswer;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.LocalWakeUp;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.ProgressUpdate;
import io.runasjob.spi.StoreTransaction;
import io.runasjob.spi.WakeUp;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps jobs in MongoDB 5.0 or later.
 *
 * <p>By default the collections are called {@code job} and {@code job_…}, and their indexes are created when the store opens.
 * {@link #open(String)} makes its clients and closes them with the store; {@link #of} borrows one, which stays open. Writes are
 * confirmed by a majority and its journals, and reads see only what is, whatever the client was made with.
 *
 * <p>Surprising: a standalone server is accepted, with one warning, but what it confirmed is lost with its disk; it has no
 * transactions, and nodes poll instead of being woken. The collection of the jobs cannot be sharded, because unique keys hold
 * across all of it; on a sharded cluster it lives on one shard. Of a job's attempts the latest 200 are kept.
 *
 * <p>Threads may share a store.
 */
public final class MongoJobStore implements JobStore {
    private static final Logger LOG = LoggerFactory.getLogger(MongoJobStore.class);

    private final Clients clients;
    private final boolean createIndexes;
    private final Database database;
    private final Database heart;
    private volatile @Nullable WakeUp wakeUp;
    private volatile @Nullable Acts acts;

    MongoJobStore(MongoJobStoreBuilder builder, Clients clients) {
        this.clients = clients;
        this.createIndexes = builder.createsIndexes();
        this.database = builder.in(clients.acts());
        this.heart = builder.in(clients.heartbeats());
    }

    /** Opens a store with a client of its own, for example on {@code mongodb://localhost/app}. See {@link #open()}. */
    public static MongoJobStore open(String uri) {
        MongoJobStore store = builder().uri(uri).build();
        try {
            store.open();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** A store in a database of the host's client, with the default prefix; the service opens it. */
    public static MongoJobStore of(MongoClient client, String database) {
        return builder().client(client).database(database).build();
    }

    /** A builder with the defaults: prefix {@code job}, indexes are created. */
    public static MongoJobStoreBuilder builder() {
        return new MongoJobStoreBuilder();
    }

    @Override
    public synchronized void open() {
        database.requireOpen();
        if (acts != null) {
            return;
        }
        database.run("open", () -> {
            Topology topology = check();
            prepareIndexes(topology);
            wakeUp = doorbell(topology);
            acts = new Acts(database, heart, clients.acts(), topology);
            return topology;
        });
    }

    private Topology check() {
        BsonDocument hello = database.hello();
        if (!Topology.isWritable(hello)) {
            throw new ReadOnlyStoreException(database.name());
        }
        Topology topology = Topology.of(hello);
        if (!topology.isReplicated()) {
            LOG.warn(
                    "The {} is on a standalone server. What it has confirmed is lost with its disk; there are no transactions,"
                            + " and nodes poll instead of being woken. A replica set, even of one member, has both.",
                    database.name());
        }
        return topology;
    }

    private void prepareIndexes(Topology topology) {
        MongoSchema schema = new MongoSchema(database, topology);
        if (createIndexes) {
            schema.create();
        } else {
            schema.validate();
        }
    }

    private WakeUp doorbell(Topology topology) {
        if (!topology.isReplicated()) {
            return new LocalWakeUp();
        }
        MongoWakeUp bell = new MongoWakeUp(database);
        bell.start();
        return bell;
    }

    private Acts acts() {
        database.requireOpen();
        Acts ready = acts;
        if (ready == null) {
            throw notOpened();
        }
        return ready;
    }

    private IllegalStateException notOpened() {
        return new IllegalStateException(
                "The " + database.name() + " was not opened. Call open() before its first use.");
    }

    @Override
    public Instant now() {
        return acts().read.now();
    }

    @Override
    public WakeUp wakeUp() {
        WakeUp bell = wakeUp;
        if (bell == null) {
            throw notOpened();
        }
        return bell;
    }

    @Override
    public void close() {
        database.close();
        heart.close();
        if (wakeUp instanceof MongoWakeUp bell) {
            bell.close();
        }
        clients.close();
    }

    @Override
    public List<Admission> insert(List<NewJob> jobs) {
        return acts().insert.insert(jobs);
    }

    @Override
    public JobIntake joining(StoreTransaction transaction) {
        return transaction instanceof MongoTransaction mongo
                ? acts().transactions.joining(mongo.session())
                : JobStore.super.joining(transaction);
    }

    @Override
    public boolean commit(StoreTransaction transaction, AttemptEnd.Completed end) {
        return transaction instanceof MongoTransaction mongo
                ? acts().transactions.commit(mongo.session(), end)
                : JobStore.super.commit(transaction, end);
    }

    @Override
    public boolean supplies(Class<?> resource) {
        return resource == ClientSession.class;
    }

    @Override
    public OpenTransaction begin(Class<?> resource) {
        return supplies(resource) ? acts().transactions.begin() : JobStore.super.begin(resource);
    }

    @Override
    public List<Job> claim(ClaimRequest request) {
        return acts().claim.claim(request);
    }

    @Override
    public Optional<Job> start(JobId job, NodeId node) {
        return acts().claim.start(job, node);
    }

    @Override
    public Set<Lease> finish(List<AttemptEnd> ends) {
        return acts().finish.finish(ends);
    }

    @Override
    public Set<Lease> saveProgress(List<ProgressUpdate> updates) {
        return acts().progress.save(updates);
    }

    @Override
    public Promotion promote(int limit) {
        return acts().promote.promote(limit);
    }

    @Override
    public List<Rescue> rescue(int maxLosses, int limit) {
        return acts().rescue.rescue(maxLosses, limit);
    }

    @Override
    public Map<JobId, CancelAnswer> cancel(Collection<JobId> jobs) {
        return acts().cancel.cancel(jobs);
    }

    @Override
    public Map<JobId, RetryAnswer> retry(Collection<JobId> jobs) {
        return acts().retry.retry(jobs);
    }

    @Override
    public Map<JobId, DeleteAnswer> delete(Collection<JobId> jobs) {
        return acts().delete.delete(jobs);
    }

    @Override
    public Map<JobId, Boolean> reschedule(Collection<JobId> jobs, Duration delay) {
        return acts().reschedule.reschedule(jobs, delay);
    }

    @Override
    public void pause(String queue, boolean paused) {
        acts().queues.pause(queue, paused);
    }

    @Override
    public void limit(String queue, long limit) {
        acts().queues.limit(queue, limit);
    }

    @Override
    public List<Job> find(Collection<JobId> jobs) {
        return acts().read.find(jobs);
    }

    @Override
    public Page<Job> list(JobQuery query) {
        return acts().list.list(query);
    }

    @Override
    public List<Attempt> attempts(JobId job) {
        return acts().read.attempts(job);
    }

    @Override
    public Set<String> pausedQueues() {
        return acts().queues.paused();
    }

    @Override
    public void register(Registration node) {
        acts().nodes.register(node);
    }

    @Override
    public Heartbeat heartbeat(NodeId node) {
        return acts().heart.heartbeat(node);
    }

    @Override
    public Set<Bell> look(NodeId node) {
        return acts().heart.look(node);
    }

    @Override
    public void deregister(NodeId node) {
        acts().nodes.deregister(node);
    }

    @Override
    public Set<Lease> leasesOf(NodeId node) {
        return acts().nodes.leasesOf(node);
    }

    @Override
    public List<Node> nodes() {
        return acts().nodes.nodes();
    }
}
