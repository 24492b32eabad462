package io.runasjob.jdbc;

import io.runasjob.job.ReadOnlyStoreException;
import java.sql.Connection;
import java.sql.SQLException;

/** Refuses, when a store opens, a database that jobs could not be kept in. */
final class WriteCheck {
    private static final String POSTGRES_IS_READ_ONLY =
            "select 'standby' where pg_is_in_recovery() or current_setting('transaction_read_only') = 'on'";

    /**
     * Replicas are read_only. A user with the right to write nevertheless is refused too: what is written on a replica is
     * lost to the server that it follows. The names differ by version; the value is a number in some, a word in others.
     */
    private static final String SERVER_IS_READ_ONLY = """
            show variables where variable_name in
              ('read_only', 'super_read_only', 'innodb_read_only', 'tx_read_only', 'transaction_read_only')
              and value not in ('OFF', '0')""";

    private WriteCheck() {}

    static void requireWritable(Connection connection, JdbcDialect dialect, String store) throws SQLException {
        if (connection.isReadOnly() || serverIsReadOnly(connection, dialect)) {
            throw new ReadOnlyStoreException(store);
        }
    }

    private static boolean serverIsReadOnly(Connection connection, JdbcDialect dialect) throws SQLException {
        return switch (dialect) {
            case H2 -> false;
            case POSTGRESQL -> finds(connection, POSTGRES_IS_READ_ONLY);
            case MARIADB, MYSQL -> finds(connection, SERVER_IS_READ_ONLY);
        };
    }

    private static boolean finds(Connection connection, String sql) throws SQLException {
        return !Query.list(connection, sql, row -> row.getString(1)).isEmpty();
    }
}
