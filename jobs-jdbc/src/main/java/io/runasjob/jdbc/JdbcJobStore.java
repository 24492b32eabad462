package io.runasjob.jdbc;

import com.zaxxer.hikari.HikariDataSource;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps jobs in H2, PostgreSQL, MariaDB or MySQL, in the versions that {@link JdbcDialect} names.
 *
 * <p>By default the tables are called {@code job} and {@code job_…}, and are created and migrated when the store opens.
 * {@link #open(String)} makes a connection pool and closes it with the store; {@link #of} borrows a data source, which stays
 * open. The engine borrows at most two connections at a time, one for claims and one for all else; beside them one is kept for
 * heartbeats and looks and, on PostgreSQL, one to listen for wake-ups; there one more is borrowed for moments, to vacuum the
 * live table. A borrowed data source has room for these and for at least one call beside those of the host.
 *
 * <p>A statement of the engine may take 30 s, one of a call 60 s, a heartbeat a third of the time until its node is dead;
 * after that the connection is given up with a {@link io.runasjob.job.StoreUnavailableException}. An embedded H2 has its own
 * limit for locks instead.
 *
 * <p>Surprising: on MariaDB and MySQL one text must fit twice into the server's {@code max_allowed_packet}. Only PostgreSQL
 * wakes other JVMs; elsewhere their nodes look every one and a half seconds. Threads may share a store.
 */
public final class JdbcJobStore implements JobStore {
    private final DataSource dataSource;
    private final @Nullable HikariDataSource owned;
    private final String prefix;
    private final boolean migrate;
    private final Database database;
    private final HeartbeatConnection heartbeats;
    private volatile @Nullable WakeUp wakeUp;
    private volatile @Nullable Acts acts;

    JdbcJobStore(JdbcJobStoreBuilder builder) {
        this.owned = builder.pool();
        this.dataSource = owned != null ? owned : builder.requireDataSource();
        this.prefix = builder.prefix();
        this.migrate = builder.migrates();
        this.database = new Database(dataSource, "job store on " + builder.where());
        this.heartbeats = new HeartbeatConnection(database);
    }

    /** Opens a store with a connection pool of its own, for example on {@code jdbc:h2:./jobs}. See {@link #open()}. */
    public static JdbcJobStore open(String url) {
        return opened(builder().url(url));
    }

    /** Opens a store with a connection pool of its own. See {@link #open()}. */
    public static JdbcJobStore open(String url, String user, String password) {
        return opened(builder().url(url).user(user).password(password));
    }

    /** A store on the host's data source, with the default prefix; the service opens it. */
    public static JdbcJobStore of(DataSource dataSource) {
        return builder().dataSource(dataSource).build();
    }

    /** A builder with the defaults: prefix {@code job}, tables are migrated. */
    public static JdbcJobStoreBuilder builder() {
        return new JdbcJobStoreBuilder();
    }

    private static JdbcJobStore opened(JdbcJobStoreBuilder builder) {
        JdbcJobStore store = builder.build();
        try {
            store.open();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public synchronized void open() {
        database.requireOpen();
        if (acts != null) {
            return;
        }
        Sql sql = new Sql(check(), prefix);
        prepareTables();
        if (sql.dialect() == JdbcDialect.H2) {
            database.shieldFromInterrupts();
        }
        WakeUp bell = doorbell(sql);
        wakeUp = bell;
        acts = new Acts(database, heartbeats, sql, CommitBell.of(bell));
    }

    private JdbcDialect check() {
        try (Connection connection = dataSource.getConnection()) {
            JdbcDialect dialect = JdbcDialect.of(connection);
            WriteCheck.requireWritable(connection, dialect, database.name());
            database.adopt(connection);
            return dialect;
        } catch (SQLException e) {
            throw database.translate("connect", e);
        }
    }

    private void prepareTables() {
        if (migrate) {
            JdbcSchema.migrate(dataSource, prefix);
        } else {
            JdbcSchema.validate(dataSource, prefix);
        }
    }

    /** Channels are names of the whole database: stores of one prefix in two schemas wake each other, which does no harm. */
    private WakeUp doorbell(Sql sql) {
        return switch (sql.dialect()) {
            case H2, MARIADB, MYSQL -> new LocalWakeUp();
            case POSTGRESQL ->
                new PostgresWakeUp(dataSource, database.engineTurn(), "runasjob_" + prefix, database::answeredSince);
        };
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

    /**
     * How many times this store has tried a transaction again since it was made, because another one was faster: deadlocks,
     * serialization failures, lock timeouts. Some are normal; many say that something holds locks for long.
     */
    public long lostRaces() {
        return database.lostRaces();
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
        if (wakeUp instanceof PostgresWakeUp bell) {
            bell.close();
        }
        heartbeats.close();
        if (owned != null) {
            owned.close();
        }
    }

    @Override
    public List<Admission> insert(List<NewJob> jobs) {
        return acts().insert.insert(jobs);
    }

    @Override
    public JobIntake joining(StoreTransaction transaction) {
        return transaction instanceof JdbcTransaction jdbc
                ? acts().transactions.joining(jdbc)
                : JobStore.super.joining(transaction);
    }

    @Override
    public boolean commit(StoreTransaction transaction, AttemptEnd.Completed end) {
        return transaction instanceof JdbcTransaction jdbc
                ? acts().transactions.commit(jdbc, end)
                : JobStore.super.commit(transaction, end);
    }

    @Override
    public boolean supplies(Class<?> resource) {
        return resource == Connection.class;
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
    public void tidy() {
        acts().vacuum.run();
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
        return acts().nodes.heartbeat(node);
    }

    @Override
    public Set<Bell> look(NodeId node) {
        return acts().nodes.look(node);
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
