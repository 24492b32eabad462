package io.runasjob.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.NullUnmarked;

/**
 * The row that a statement is at, with the wire that it came by; see {@link Query} for ids and times. Used by one thread.
 *
 * @param values of the row
 * @param wire of the connection
 */
@NullUnmarked // as the result set: a text is null where the column is
record Row(ResultSet values, Wire wire) {

    int getInt(int column) throws SQLException {
        return values.getInt(column);
    }

    long getLong(int column) throws SQLException {
        return values.getLong(column);
    }

    boolean getBoolean(int column) throws SQLException {
        return values.getBoolean(column);
    }

    String getString(int column) throws SQLException {
        return values.getString(column);
    }

    /** Whether the value that was read last is null. */
    boolean wasNull() throws SQLException {
        return values.wasNull();
    }
}
