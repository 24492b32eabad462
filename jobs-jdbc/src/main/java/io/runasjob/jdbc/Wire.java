package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * How values travel to a database and back: lists, ids and times. It belongs to the connection, not to the store, so that
 * a statement runs on any connection that it is handed. Immutable; threads may share it.
 */
sealed interface Wire permits ArrayWire, JsonWire {

    /** The wire of a connection; asks the driver, not the server. */
    static Wire of(Connection connection) throws SQLException {
        return switch (connection.getMetaData().getDatabaseProductName()) {
            case "MariaDB", "MySQL" -> JsonWire.INSTANCE;
            default -> ArrayWire.INSTANCE;
        };
    }

    /**
     * Sets a parameter.
     *
     * @return the index of the next one
     */
    int bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;

    /** The parameters of the statements that write these rows: one, unless they are too large for it. */
    List<?> split(SqlRows rows);

    @NullUnmarked // null where the column is
    UUID uuid(ResultSet row, int column) throws SQLException;

    @Nullable
    Instant time(ResultSet row, int column) throws SQLException;
}
