package io.runasjob.jdbc;

import io.runasjob.job.StoreClosedException;
import io.runasjob.job.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs acts as transactions: READ COMMITTED, all or nothing, lost races tried again up to {@value #MOST_TRIES} times with a
 * growing, random pause, other errors as {@link StoreUnavailableException}. The acts of the engine share two connections, so
 * that the host's pool stays free: claims take turns on one, all else on the other, first come first served. Claims wait for
 * no row, so the two never wait for each other. Acts of users borrow what they need. A database that is silent for longer than
 * the {@link TimeLimit} of an act counts as gone. Safe for use by any number of threads.
 */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** Many threads may fight for one unique key: each try lets at least one of them through. */
    private static final int MOST_TRIES = 20;

    private static final int LONGEST_PAUSE_MILLIS = 100;

    private final DataSource dataSource;
    private final String name;
    private final Semaphore claims = new Semaphore(1, true);
    private final Semaphore engine = new Semaphore(1, true);
    private final TimeLimit timeLimit = new TimeLimit();
    private final LongAdder lostRaces = new LongAdder();
    private volatile @Nullable ShieldedThreads shield;
    private volatile boolean hostAutoCommit = true;
    private volatile boolean statementsMayCommit;
    private volatile int hostIsolation = Connection.TRANSACTION_READ_COMMITTED;
    private volatile Place place = new Place(null, null, null);
    private volatile boolean closed;
    private volatile long lastAnswer = System.nanoTime();

    /**
     * @param dataSource where connections come from
     * @param name of the store, for messages
     */
    Database(DataSource dataSource, String name) {
        this.dataSource = dataSource;
        this.name = name;
    }

    /** The work of one transaction; may be run again after a lost race, so it keeps nothing from a former run. */
    @FunctionalInterface
    interface Act<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Looks once, at the start, how connections come, to ask of each only what must change, and to give them back so. */
    void adopt(Connection connection) throws SQLException {
        hostAutoCommit = connection.getAutoCommit();
        hostIsolation = connection.getTransactionIsolation();
        boolean switchIsFree = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        statementsMayCommit = hostAutoCommit || switchIsFree;
        timeLimit.adopt(connection);
        place = Place.of(connection);
    }

    /** Where the job tables are, as the connections of the data source say. */
    Place place() {
        return place;
    }

    /** Whether a transaction has gone well since that time of {@link System#nanoTime()}; heartbeats do not count. */
    boolean answeredSince(long nanos) {
        return lastAnswer - nanos >= 0;
    }

    String name() {
        return name;
    }

    /** From now on the acts of users run on threads of our own; needed where files are used on the thread of the call. */
    void shieldFromInterrupts() {
        shield = new ShieldedThreads();
    }

    /** How many transactions were tried again, each try counted. */
    long lostRaces() {
        return lostRaces.sum();
    }

    /** An act of a user's call. */
    <T> T user(String what, Act<T> act) {
        return user(what, TimeLimit.USER, act);
    }

    /** An act of a user's call, with a time limit of its own. */
    <T> T user(String what, Duration limit, Act<T> act) {
        return user(() -> inTransaction(what, limit, false, act));
    }

    /**
     * An act of a user's call that is one statement; where it can, this commits itself, which saves a round trip. When its
     * answer does not come, it may still take effect later.
     */
    <T> T userStatement(String what, Act<T> act) {
        return user(() -> inTransaction(what, TimeLimit.USER, statementsMayCommit, act));
    }

    private <T> T user(Supplier<T> act) {
        requireOpen();
        ShieldedThreads threads = shield;
        try {
            return threads == null ? act.get() : threads.call(act);
        } catch (RejectedExecutionException e) {
            throw new StoreClosedException(name);
        }
    }

    /** A claim, which skips what others have locked. */
    <T> T claim(String what, Act<T> act) {
        return inTurn(claims, what, act);
    }

    /** Any other act of a background thread. */
    <T> T engine(String what, Act<T> act) {
        return inTurn(engine, what, act);
    }

    private <T> T inTurn(Semaphore turn, String what, Act<T> act) {
        turn.acquireUninterruptibly();
        try {
            return inTransaction(what, TimeLimit.ENGINE, false, act);
        } finally {
            turn.release();
        }
    }

    /** The turn of the engine, for its doorbell: whoever has it may borrow that connection of the engine. */
    Semaphore engineTurn() {
        return engine;
    }

    /** A connection as every act wants it, for a time; the caller gives it back by {@link #giveBack}. */
    Connection borrow(Duration limit) throws SQLException {
        return borrow(limit, false);
    }

    private Connection borrow(Duration limit, boolean autoCommit) throws SQLException {
        requireOpen();
        Connection connection = dataSource.getConnection();
        try {
            timeLimit.set(connection, limit);
            if (hostIsolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            if (connection.getAutoCommit() != autoCommit) {
                connection.setAutoCommit(autoCommit);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Undoes what is not committed and returns the connection to where it came from. Throws nothing. */
    void giveBack(Connection connection) {
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            if (connection.getAutoCommit() != hostAutoCommit) {
                connection.setAutoCommit(hostAutoCommit);
            }
            if (hostIsolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(hostIsolation);
            }
            timeLimit.reset(connection);
        } catch (SQLException e) {
            LOG.debug("A connection of {} was broken when it was given back", name, e);
        }
    }

    /** What the engine throws for an error of the driver. */
    RuntimeException translate(String what, SQLException error) {
        if (closed) {
            return new StoreClosedException(name);
        }
        return new StoreUnavailableException("Could not " + what + " (" + name + ")", error);
    }

    void requireOpen() {
        if (closed) {
            throw new StoreClosedException(name);
        }
    }

    @Override
    public void close() {
        closed = true;
        ShieldedThreads threads = shield;
        if (threads != null) {
            threads.close();
        }
    }

    private <T> T inTransaction(String what, Duration limit, boolean autoCommit, Act<T> act) {
        for (int tried = 1; ; tried++) {
            try {
                return once(limit, autoCommit, act);
            } catch (SQLException e) {
                if (tried == MOST_TRIES || !SqlErrors.isLostRace(e)) {
                    throw translate(what, e);
                }
                lostRaces.increment();
                LOG.debug("{}: another transaction was faster, trying again ({})", what, tried, e);
            }
            pause(tried);
        }
    }

    private <T> T once(Duration limit, boolean autoCommit, Act<T> act) throws SQLException {
        Connection connection = borrow(limit, autoCommit);
        try {
            T answer = act.run(connection);
            if (!autoCommit) {
                connection.commit();
            }
            lastAnswer = System.nanoTime();
            return answer;
        } finally {
            giveBack(connection);
        }
    }

    /** Not a wait for something to happen: the others need a moment to finish, and not all at the same time. */
    private static void pause(int tried) {
        int most = Math.min(LONGEST_PAUSE_MILLIS, 1 << Math.min(tried, 10));
        long micros = ThreadLocalRandom.current().nextLong(500, 1000L * most);
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }
}
