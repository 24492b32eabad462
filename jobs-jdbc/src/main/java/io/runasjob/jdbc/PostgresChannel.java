package io.runasjob.jdbc;

import io.runasjob.spi.WakeUp.Bell;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * One channel of {@code LISTEN} and {@code NOTIFY}, seen by one doorbell: the only place with their SQL.
 *
 * @param turn one permit: whoever has it uses the connection that the senders of this channel and others share
 * @param sender the name by which this doorbell knows, and ignores, its own rings
 */
record PostgresChannel(DataSource dataSource, Semaphore turn, String name, String sender) {
    /** How long the server may take to answer a statement; a network that swallows packets must not hold us for hours. */
    static final int ANSWER_MILLIS = 5_000;

    /** PostgreSQL cuts longer identifiers in {@code LISTEN}, silently, and refuses them in {@code pg_notify}. */
    private static final int MAX_NAME_BYTES = 63;

    /**
     * A notify takes a transaction id, hence a commit record; nobody minds when a crash loses it, so it must not wait for
     * the disk. PostgreSQL skips that wait as long as the transaction has logged nothing else (measured on 18: 100
     * notifies, no flush), which a catalog page pruned in passing undoes. The setting holds for the transaction of this
     * statement only, and saves a round trip.
     */
    private static final String NOTIFY = "select set_config('synchronous_commit', 'off', true), pg_notify(?, ?)";

    private static final String NOTIFY_AT_COMMIT = "select pg_notify(?, ?)";

    /** No doorbell has this name, so that none takes the ring for its own. */
    private static final String NOBODY = "commit";

    PostgresChannel {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "channel '" + name + "' has " + bytes + " bytes, expected 1 to " + MAX_NAME_BYTES);
        }
    }

    /** Rings the bells in the JVMs that listen, on a connection and in a transaction of its own. */
    void send(Set<Bell> bells) throws SQLException {
        awaitTurn();
        try {
            sendInTurn(bells);
        } finally {
            turn.release();
        }
    }

    private void awaitTurn() throws SQLException {
        try {
            if (!turn.tryAcquire(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new SQLTimeoutException("the connection of the engine was not free for " + ANSWER_MILLIS + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for the connection of the engine", e);
        }
    }

    private void sendInTurn(Set<Bell> bells) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int usual = connection.getNetworkTimeout();
            boolean usualAutoCommit = connection.getAutoCommit();
            connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
            connection.setAutoCommit(true); // one round trip, and the driver asks nobody
            try (PreparedStatement notify = connection.prepareStatement(NOTIFY)) {
                notify.setString(1, name);
                notify.setString(2, new RingMessage(sender, bells).text());
                notify.execute();
            }
            connection.setAutoCommit(usualAutoCommit);
            connection.setNetworkTimeout(Runnable::run, usual);
        }
    }

    /**
     * Has the server ring when the transaction of this connection commits: our own bell too, which knows nothing of that
     * commit. Leaves the settings of the transaction alone; it lasts as long as the caller wants.
     */
    void sendWith(Connection connection, Set<Bell> bells) throws SQLException {
        try (PreparedStatement notify = connection.prepareStatement(NOTIFY_AT_COMMIT)) {
            notify.setString(1, name);
            notify.setString(2, new RingMessage(NOBODY, bells).text());
            notify.execute();
        }
    }

    /** A ring that another statement takes along. */
    Ride ride(Bell bell) {
        return new Ride(name, new RingMessage(sender, Set.of(bell)).text());
    }

    /**
     * A ring that leaves when the transaction of the statement commits which takes it along.
     *
     * @param channel where it is heard
     * @param message what is heard
     */
    record Ride(String channel, String message) {

        /** The text of a statement that takes a ring along: its channel and its message are the last two parameters. */
        static String with(String statement) {
            return statement + "; " + NOTIFY_AT_COMMIT;
        }

        /** Whether the server holds as many notifications as it can: the statement was undone, and may do without a ring. */
        static boolean isRefused(SQLException error) {
            return "54000".equals(error.getSQLState());
        }
    }

    /** Starts to listen. */
    ListeningConnection listen() throws SQLException {
        // quoted: LISTEN folds the case of a bare name, pg_notify does not
        return ListeningConnection.open(dataSource, "listen \"" + name.replace("\"", "\"\"") + "\"");
    }

    /** Whether a payload was sent by this doorbell itself. */
    boolean isOwn(String payload) {
        return RingMessage.parse(payload).sender().equals(sender);
    }

    /** Which bells a payload rings for us: none if it is our own or not of this format. */
    Set<Bell> heard(String payload) {
        RingMessage message = RingMessage.parse(payload);
        return message.sender().equals(sender) ? Set.of() : message.bells();
    }
}
