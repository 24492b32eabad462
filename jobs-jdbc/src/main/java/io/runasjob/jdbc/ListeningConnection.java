package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that listens. One thread calls {@link #next()}, any other may {@link #abort()}.
 *
 * <p>It goes back to its pool as it came, or cut: its next user must not go on listening.
 */
final class ListeningConnection implements AutoCloseable {
    /** After so long without a word the connection is probed, or a dead network would look like a quiet one. */
    static final int QUIET_MILLIS = 30_000;

    /** SQLSTATE of what this driver or server cannot do at all; also that of databases which merely speak the protocol. */
    static final String UNSUPPORTED = "0A000";

    private static final Logger LOG = LoggerFactory.getLogger(ListeningConnection.class);

    private final Connection connection;
    private final PGConnection notifications;
    private final int usualTimeout;
    private final boolean usualAutoCommit;

    private ListeningConnection(Connection connection) throws SQLException {
        this.connection = connection;
        notifications = unwrap(connection);
        usualTimeout = connection.getNetworkTimeout();
        usualAutoCommit = connection.getAutoCommit();
    }

    /** Takes a connection and runs the statement; an {@link SQLException} with {@link #UNSUPPORTED} is final. */
    static ListeningConnection open(DataSource dataSource, String listen) throws SQLException {
        ListeningConnection listening = take(dataSource);
        try {
            listening.start(listen);
            return listening;
        } catch (SQLException | RuntimeException e) {
            listening.close();
            throw e;
        }
    }

    private static ListeningConnection take(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            return new ListeningConnection(connection);
        } catch (SQLException | RuntimeException | LinkageError e) {
            giveBack(connection);
            throw e;
        }
    }

    private void start(String listen) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, PostgresChannel.ANSWER_MILLIS);
        // notifications are not delivered inside a transaction
        connection.setAutoCommit(true);
        execute(listen);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static PGConnection unwrap(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw new SQLFeatureNotSupportedException(
                    "the data source gives a " + connection.getClass().getName()
                            + ", expected one that wraps a connection of pgjdbc",
                    UNSUPPORTED);
        }
        return connection.unwrap(PGConnection.class);
    }

    /** Waits for notifications; the payloads, none after {@value #QUIET_MILLIS} ms of silence on a live connection. */
    List<String> next() throws SQLException {
        // pgjdbc waits on the socket and sends nothing; older versions answer silence with null
        PGNotification[] received = notifications.getNotifications(QUIET_MILLIS);
        if (received != null && received.length > 0) {
            return Arrays.stream(received).map(PGNotification::getParameter).toList();
        }
        if (!connection.isValid(PostgresChannel.ANSWER_MILLIS / 1_000)) {
            throw new SQLException("the listening connection does not answer any more", "08006");
        }
        return List.of();
    }

    /** Cuts the connection; {@link #next()} throws at once, also on a thread that waits in it. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The listening connection could not be cut", e);
        }
    }

    /** Gives the connection back, for the thread that calls {@link #next()}. */
    @Override
    public void close() {
        try {
            execute("unlisten *");
            connection.setAutoCommit(usualAutoCommit);
            connection.setNetworkTimeout(Runnable::run, usualTimeout);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The listening connection is broken, and cut", e);
            abort();
        }
        giveBack(connection);
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The listening connection could not be given back", e);
        }
    }
}
