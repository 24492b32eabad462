package io.runasjob.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB and MySQL: lists are JSON texts, with ids and texts in hex, ids are 16 bytes, times have no zone and are UTC.
 *
 * <p>A list of values is a JSON array, sorted, without doubles: it stands for a set, and rows are locked in its order. A
 * table of rows is an array of objects {@code {"c0":…,"c1":…}}; a null is left out. The texts of one row are hex too, whatever
 * the character set of the connection.
 */
final class JsonWire implements Wire {
    static final JsonWire INSTANCE = new JsonWire();

    /** Of one statement: well below the 16 MB of MariaDB's default {@code max_allowed_packet}. */
    private static final int MOST_CHARACTERS = 4 << 20;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private JsonWire() {}

    @Override
    public int bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof SqlRow row) {
            return bind(statement, index, row);
        }
        if (value instanceof SqlArray array) {
            statement.setString(index, set(array));
        } else if (value instanceof SqlRows rows) {
            statement.setString(index, split(rows).get(0));
        } else if (value instanceof UUID id) {
            statement.setBytes(index, bytes(id));
        } else if (value instanceof OffsetDateTime time) {
            statement.setObject(
                    index, time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
        } else {
            statement.setObject(index, value);
        }
        return index + 1;
    }

    private int bind(PreparedStatement statement, int index, SqlRow row) throws SQLException {
        int next = index;
        for (SqlRow.Value value : row.values()) {
            Object content = value.content() instanceof String text ? hex(text) : value.content();
            next = bind(statement, next, content);
        }
        return next;
    }

    @Override
    public List<String> split(SqlRows rows) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            String row = row(rows, i);
            if (!text.isEmpty() && text.length() + row.length() > MOST_CHARACTERS) {
                texts.add(text.append(']').toString());
                text.setLength(0);
            }
            text.append(text.isEmpty() ? '[' : ',').append(row);
        }
        texts.add(text.isEmpty() ? "[]" : text.append(']').toString());
        return texts;
    }

    @Override
    @NullUnmarked
    public UUID uuid(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    @Override
    public @Nullable Instant time(ResultSet row, int column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    private static String set(SqlArray array) {
        String[] values = Arrays.stream(array.values())
                .map(JsonWire::json)
                .distinct()
                .sorted()
                .toArray(String[]::new);
        return "[" + String.join(",", values) + "]";
    }

    private static String row(SqlRows rows, int index) {
        StringBuilder row = new StringBuilder("{");
        for (int column = 0; column < rows.columns().size(); column++) {
            Object value = rows.columns().get(column).values()[index];
            if (value != null) {
                row.append(row.length() == 1 ? "\"c" : ",\"c")
                        .append(column)
                        .append("\":")
                        .append(json(value));
            }
        }
        return row.append('}').toString();
    }

    private static String json(Object value) {
        if (value instanceof UUID id) {
            return '"' + HEX.formatHex(bytes(id)) + '"';
        }
        if (value instanceof String text) {
            return '"' + hex(text) + '"';
        }
        return value instanceof Boolean yes ? (yes ? "1" : "0") : String.valueOf(value);
    }

    private static String hex(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
