package io.runasjob.jdbc;

import io.runasjob.job.ReadOnlyStoreException;
import java.sql.Connection;
import java.sql.SQLException;

/** Refuses, when a store opens, a database that jobs could not be kept in. */
final class WriteCheck {
    private static final String POSTGRES_IS_READ_ONLY =
            "select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on'";

    private WriteCheck() {}

    static void requireWritable(Connection connection, JdbcDialect dialect, String store) throws SQLException {
        if (connection.isReadOnly() || (dialect == JdbcDialect.POSTGRESQL && serverIsReadOnly(connection))) {
            throw new ReadOnlyStoreException(store);
        }
    }

    private static boolean serverIsReadOnly(Connection connection) throws SQLException {
        return Query.list(connection, POSTGRES_IS_READ_ONLY, row -> row.getBoolean(1))
                .get(0);
    }
}
