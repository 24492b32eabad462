package io.runasjob.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.runasjob.job.Attempt;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.job.Page;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.LocalWakeUp;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.ProgressUpdate;
import io.runasjob.spi.StoreTransaction;
import io.runasjob.spi.WakeUp;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps jobs in H2 or PostgreSQL (14 to 18).
 *
 * <p>By default the tables are called {@code job} and {@code job_…}, and are created and migrated when the store opens.
 * {@link #open(String)} makes a connection pool and closes it with the store; {@link #of} borrows a data source, which stays
 * open. A borrowed data source has room for at least three connections beside those of the host: one for the engine, one
 * that is kept for the heartbeat, one for calls; on PostgreSQL a fourth, which is kept to listen for wake-ups.
 *
 * <p>Surprising: on H2 one text (arguments, result) is at most 1,048,576 characters long. Threads may share a store.
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

    private JdbcJobStore(Builder builder) {
        this.owned = builder.pool();
        this.dataSource = owned != null ? owned : builder.requireDataSource();
        this.prefix = builder.prefix;
        this.migrate = builder.migrate;
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
    public static Builder builder() {
        return new Builder();
    }

    private static JdbcJobStore opened(Builder builder) {
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
        database.engineHints(sql.grammar().engineHints());
        WakeUp bell = doorbell(sql);
        wakeUp = bell;
        acts = new Acts(database, heartbeats, sql, bell);
    }

    private JdbcDialect check() {
        try (Connection connection = dataSource.getConnection()) {
            JdbcDialect dialect = JdbcDialect.of(connection);
            WriteCheck.requireWritable(connection, dialect, database.name());
            database.adopt(connection);
            return dialect;
        } catch (SQLException e) {
            throw database.translate("connect to", e);
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
            case H2 -> new LocalWakeUp();
            case POSTGRESQL -> new PostgresWakeUp(dataSource, "runasjob_" + prefix);
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
        acts();
        return database.user(
                "read the time",
                connection -> Query.list(connection, "select current_timestamp", row -> Query.time(row, 1))
                        .get(0));
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

    /** Collects the settings of a store: a data source or a URL, and the rest; not for use by several threads. */
    public static final class Builder {
        private @Nullable DataSource dataSource;
        private @Nullable String url;
        private @Nullable String user;
        private @Nullable String password;
        private String prefix = Sql.DEFAULT_PREFIX;
        private boolean migrate = true;

        private Builder() {}

        /** Borrows connections from here; the data source stays open when the store closes. */
        public Builder dataSource(DataSource source) {
            this.dataSource = source;
            return this;
        }

        /** Makes a pool of up to 10 connections to this JDBC URL, closed with the store. */
        public Builder url(String jdbcUrl) {
            this.url = jdbcUrl;
            return this;
        }

        /** The user of {@link #url}; default none. */
        public Builder user(String name) {
            this.user = name;
            return this;
        }

        /** The password of {@link #url}; default none. */
        public Builder password(String secret) {
            this.password = secret;
            return this;
        }

        /**
         * What the names of all tables begin with: a letter, then up to 30 letters, digits or {@code _}; default {@code job}.
         *
         * @throws InvalidValueException for anything else
         */
        public Builder tablePrefix(String start) {
            this.prefix = Sql.checkPrefix(start);
            return this;
        }

        /** Whether the store creates and migrates its tables (the default), or only checks their version. */
        public Builder migrate(boolean allowed) {
            this.migrate = allowed;
            return this;
        }

        /**
         * The store, not yet open.
         *
         * @throws InvalidValueException unless exactly one of data source and URL was given
         */
        public JdbcJobStore build() {
            if ((dataSource == null) == (url == null)) {
                String came = url == null ? "neither" : "both";
                throw new InvalidValueException(Field.SETTING, came, "either a data source or a JDBC URL", null);
            }
            return new JdbcJobStore(this);
        }

        private @Nullable HikariDataSource pool() {
            return url == null ? null : ConnectionPool.create(url, user, password);
        }

        private DataSource requireDataSource() {
            return Objects.requireNonNull(dataSource);
        }

        /** URLs may carry passwords behind the first question mark or semicolon. */
        private String where() {
            return url == null ? "the data source of the host" : url.split("[?;]", 2)[0];
        }
    }
}
