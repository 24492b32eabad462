package io.runasjob.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** H2 and PostgreSQL: lists are arrays, ids are UUIDs, times have a zone. */
final class ArrayWire implements Wire {
    static final ArrayWire INSTANCE = new ArrayWire();

    private ArrayWire() {}

    @Override
    public int bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof SqlRows rows) {
            int next = index;
            for (SqlArray column : rows.columns()) {
                next = bind(statement, next, column);
            }
            return next;
        }
        if (value instanceof SqlRow row) {
            return bind(statement, index, row);
        }
        if (value instanceof SqlArray array) {
            statement.setArray(index, statement.getConnection().createArrayOf(array.type(), array.values()));
        } else {
            statement.setObject(index, value);
        }
        return index + 1;
    }

    /** Nulls have their types: PostgreSQL's driver prepares a statement anew whenever the type of a parameter changes. */
    private static int bind(PreparedStatement statement, int index, SqlRow row) throws SQLException {
        int next = index;
        for (SqlRow.Value value : row.values()) {
            if (value.content() == null) {
                statement.setNull(next, sqlType(value.type()));
            } else {
                statement.setObject(next, value.content());
            }
            next++;
        }
        return next;
    }

    private static int sqlType(String type) {
        return switch (type) {
            case "text" -> Types.VARCHAR;
            case "bigint" -> Types.BIGINT;
            case "integer" -> Types.INTEGER;
            case "smallint" -> Types.SMALLINT;
            default -> Types.OTHER;
        };
    }

    @Override
    public List<SqlRows> split(SqlRows rows) {
        return List.of(rows);
    }

    @Override
    public UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    @Override
    public @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
