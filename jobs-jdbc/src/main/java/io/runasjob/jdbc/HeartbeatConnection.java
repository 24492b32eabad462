package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that is kept for heartbeats, and for looks between them, so that no load on the pool can delay them. It is taken at the first use
 * and taken anew after an error: a heartbeat is tried on a new connection at once. Both tries together wait for the
 * database no longer than a third of the time after which a node is dead. Threads may share it; they take turns, except that
 * {@link #close()} waits for nobody and cuts the connection of whoever is at work.
 */
final class HeartbeatConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatConnection.class);

    private static final int TRIES = 2;

    private final Database database;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile Duration eachTry = TimeLimit.ENGINE.dividedBy(TRIES);
    private volatile @Nullable Connection kept;

    HeartbeatConnection(Database database) {
        this.database = database;
    }

    /** A node that is dead after this long beats here; where there are several, the most impatient one counts. */
    void serves(Duration deadAfter) {
        turn.lock();
        try {
            Duration each = deadAfter.dividedBy(3 * TRIES);
            if (each.compareTo(eachTry) < 0) {
                eachTry = each;
                drop();
            }
        } finally {
            turn.unlock();
        }
    }

    /** How long a heartbeat may take, and so every other sign of life: a third of the time until the node is dead. */
    Duration limit() {
        return eachTry.multipliedBy(TRIES);
    }

    /** Runs an act that may be repeated safely, in a transaction of its own. */
    <T> T run(String what, Database.Act<T> act) {
        turn.lock();
        try {
            return inTurn(what, act);
        } finally {
            turn.unlock();
        }
    }

    /** To be called when the database is closed, so that nobody connects anew. */
    @Override
    public void close() {
        if (turn.tryLock()) {
            try {
                drop();
            } finally {
                turn.unlock();
            }
        } else {
            cut();
        }
    }

    private <T> T inTurn(String what, Database.Act<T> act) {
        database.requireOpen();
        boolean fresh = kept == null;
        try {
            return once(act);
        } catch (SQLException e) {
            drop();
            if (fresh) {
                throw database.translate(what, e);
            }
        }
        return inTurn(what, act);
    }

    private <T> T once(Database.Act<T> act) throws SQLException {
        Connection connection = kept;
        if (connection == null) {
            connection = database.borrow(eachTry);
            kept = connection;
            requireOpenOrDrop();
        }
        T answer = act.run(connection);
        connection.commit();
        return answer;
    }

    /** A close that came before {@link #kept} was set did not see it. */
    private void requireOpenOrDrop() {
        try {
            database.requireOpen();
        } catch (RuntimeException e) {
            drop();
            throw e;
        }
    }

    private void drop() {
        Connection connection = kept;
        kept = null;
        if (connection != null) {
            database.giveBack(connection);
        }
    }

    private void cut() {
        Connection connection = kept;
        if (connection == null) {
            return;
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("The connection of the heartbeat could not be cut", e);
        }
    }
}
