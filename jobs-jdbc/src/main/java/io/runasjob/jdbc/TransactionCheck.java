package io.runasjob.jdbc;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.ReadOnlyStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Refuses connections of the caller's in which this store must not write, before anything is written.
 *
 * <p>Whether a connection leads to the database of the store: its address and schema are those of the store's own
 * connections; or else it sees the tables, of the same version, with a node among them that the store sees too (their ids
 * are random). Safe for use by many threads.
 */
final class TransactionCheck {
    private final Database database;
    private final JdbcDialect dialect;
    private final String version;
    private final String nodes;
    private final Set<Place> proved = ConcurrentHashMap.newKeySet();

    TransactionCheck(Database database, Sql sql) {
        this.database = database;
        this.dialect = sql.dialect();
        this.version = sql.render("select max(version) from ${_schema}");
        this.nodes = sql.render("select id from ${_node}");
    }

    /** Throws unless the connection is in, or ready to begin, a transaction on the store's database. */
    void require(Connection connection) {
        database.requireOpen();
        try {
            requireTransaction(connection);
            requirePlace(connection);
            requireWritable(connection);
        } catch (SQLException e) {
            throw database.translate("use the transaction of the caller for jobs", e);
        }
    }

    private static void requireTransaction(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            throw refused("of a connection that is closed", "an open connection", null);
        }
        if (connection.getAutoCommit()) {
            throw refused(
                    "of a connection with auto-commit on",
                    "setAutoCommit(false) before, so that the job is committed together with what you write",
                    null);
        }
    }

    private void requireWritable(Connection connection) throws SQLException {
        try {
            WriteCheck.requireWritable(connection, dialect, database.name());
        } catch (ReadOnlyStoreException e) {
            throw refused("that is read-only", "one that may write", e);
        }
    }

    private void requirePlace(Connection connection) throws SQLException {
        Place place = Place.of(connection);
        if (!place.equals(database.place()) && !proved.contains(place)) {
            prove(connection, place);
        }
    }

    private void prove(Connection connection, Place place) throws SQLException {
        if (JdbcDialect.of(connection) != dialect) {
            throw elsewhere(place, "it is another kind of database", null);
        }
        List<UUID> theirs = nodesSeenBy(connection, place);
        List<UUID> ours = database.user("read nodes", own -> Query.list(own, nodes, row -> Query.uuid(row, 1)));
        if (theirs.isEmpty() && ours.isEmpty()) {
            return; // no service runs on either: nothing tells them apart
        }
        if (Collections.disjoint(theirs, ours)) {
            throw elsewhere(place, "its job tables are others", null);
        }
        proved.add(place);
    }

    private List<UUID> nodesSeenBy(Connection connection, Place place) throws SQLException {
        Savepoint start = connection.setSavepoint();
        try {
            int found = Query.list(connection, version, row -> row.getInt(1)).get(0);
            if (found != Migrations.VERSION) {
                throw elsewhere(place, "its job tables are of version " + found, null);
            }
            return Query.list(connection, nodes, row -> Query.uuid(row, 1));
        } catch (SQLException e) {
            connection.rollback(start);
            if (SqlErrors.isMissingTable(e)) {
                throw elsewhere(place, "it has no such job tables", e);
            }
            throw e;
        } finally {
            connection.releaseSavepoint(start);
        }
    }

    private InvalidValueException elsewhere(Place place, String why, @Nullable SQLException cause) {
        return refused("on " + place.words() + ": " + why, "a connection to the " + database.name(), cause);
    }

    private static InvalidValueException refused(String came, String expected, @Nullable Exception cause) {
        return new InvalidValueException(Field.TRANSACTION, "transaction " + came, expected, cause);
    }
}
