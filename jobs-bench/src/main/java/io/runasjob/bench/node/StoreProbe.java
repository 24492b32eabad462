package io.runasjob.bench.node;

import io.runasjob.bench.system.StoreQueries;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks into the database on a connection of its own. */
final class StoreProbe implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Connection connection;
    private final StoreQueries queries;

    StoreProbe(String url, StoreQueries queries) throws SQLException {
        this.connection = DriverManager.getConnection(url);
        this.queries = queries;
    }

    /** Waits until no job is left to do; answers when that was. */
    Map<String, Object> settle(long longestNanos) throws SQLException {
        long begin = System.nanoTime();
        while (ask(queries.unfinished()) != 0) {
            if (System.nanoTime() - begin > longestNanos) {
                throw new IllegalStateException("The store still holds unfinished jobs");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Map.of("at", System.nanoTime());
    }

    /** How many jobs the store holds, and how many of them are finished, or -1 where those are deleted. */
    Map<String, Object> count() throws SQLException {
        long finished =
                queries.finished().isEmpty() ? -1 : ask(queries.finished().get());
        return Map.of("stored", ask(queries.stored()), "finished", finished);
    }

    private long ask(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
