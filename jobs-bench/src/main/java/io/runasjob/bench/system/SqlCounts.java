package io.runasjob.bench.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/** Counts by SQL. */
final class SqlCounts implements StoreCounts {
    private final Connection connection;
    private final StoreQueries queries;

    SqlCounts(String url, StoreQueries queries) throws SQLException {
        this.connection = DriverManager.getConnection(url);
        this.queries = queries;
    }

    @Override
    public boolean isSettled() throws SQLException {
        return ask(queries.unfinished()) == 0;
    }

    @Override
    public long stored() throws SQLException {
        return ask(queries.stored());
    }

    @Override
    public OptionalLong finished() throws SQLException {
        return queries.finished().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(ask(queries.finished().get()));
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
