package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that is kept for heartbeats, so that no load on the pool can delay them. It is taken at the first use
 * and taken anew after an error: a heartbeat is tried on a new connection at once. Threads may share it; they take turns.
 */
final class HeartbeatConnection implements AutoCloseable {
    private final Database database;
    private @Nullable Connection kept;

    HeartbeatConnection(Database database) {
        this.database = database;
    }

    /** Runs an act that may be repeated safely, in a transaction of its own. */
    synchronized <T> T run(String what, Database.Act<T> act) {
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
        return run(what, act);
    }

    @Override
    public synchronized void close() {
        drop();
    }

    private <T> T once(Database.Act<T> act) throws SQLException {
        Connection connection = kept;
        if (connection == null) {
            connection = database.borrow();
            kept = connection;
        }
        T answer = act.run(connection);
        connection.commit();
        return answer;
    }

    private void drop() {
        Connection connection = kept;
        kept = null;
        if (connection != null) {
            database.giveBack(connection);
        }
    }
}
