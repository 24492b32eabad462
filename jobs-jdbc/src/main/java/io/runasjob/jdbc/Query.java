package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs one statement: binds its parameters, reads its rows, both as the {@link Wire} of the connection says. */
final class Query {
    private Query() {}

    /** Reads one row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    static <T> List<T> list(Connection connection, String sql, Reader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        Wire wire = Wire.of(connection);
        try (PreparedStatement statement = prepare(connection, wire, sql, parameters);
                ResultSet rows = rows(statement, sql)) {
            Row row = new Row(rows, wire);
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(row));
            }
            return all;
        }
    }

    private static ResultSet rows(PreparedStatement statement, String sql) throws SQLException {
        statement.execute();
        if (Sql.isHinted(sql)) {
            statement.getMoreResults();
        }
        return Objects.requireNonNull(statement.getResultSet(), "a query answers with rows");
    }

    /** Returns the number of rows that were written. */
    static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, Wire.of(connection), sql, parameters)) {
            statement.execute();
            if (Sql.isHinted(sql)) {
                statement.getMoreResults();
            }
            return statement.getUpdateCount();
        }
    }

    /**
     * Writes from a table of rows, in as many statements of the same text as the database needs.
     *
     * @param before parameters that come before the rows
     */
    static int update(Connection connection, String sql, SqlRows rows, @Nullable Object... before) throws SQLException {
        int written = 0;
        for (Object part : Wire.of(connection).split(rows)) {
            @Nullable Object[] parameters = Arrays.copyOf(before, before.length + 1);
            parameters[before.length] = part;
            written += update(connection, sql, parameters);
        }
        return written;
    }

    static UUID uuid(Row row, int column) throws SQLException {
        return row.wire().uuid(row.values(), column);
    }

    static Instant time(Row row, int column) throws SQLException {
        return Objects.requireNonNull(timeOrNull(row, column));
    }

    static @Nullable Instant timeOrNull(Row row, int column) throws SQLException {
        return row.wire().time(row.values(), column);
    }

    private static PreparedStatement prepare(
            Connection connection, Wire wire, String sql, @Nullable Object[] parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            int index = 1;
            for (@Nullable Object parameter : parameters) {
                index = wire.bind(statement, index, parameter);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }
}
