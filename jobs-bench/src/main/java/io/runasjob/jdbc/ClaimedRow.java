package io.runasjob.jdbc;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.h2.tools.SimpleResultSet;
import org.jspecify.annotations.NullUnmarked;

/** A row as a claim answers with it, in memory. */
@NullUnmarked // null where the column is
final class ClaimedRow extends SimpleResultSet {
    private static final OffsetDateTime TIME = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    /** In the order of {@link JobRow#HISTORY}. */
    private final Object[] values = {
        UUID.randomUUID(),
        "bench.work",
        "bench.work",
        "default",
        5,
        null,
        "[{\"number\":1}]",
        3,
        null,
        null,
        null,
        null,
        null,
        TIME,
        3,
        TIME,
        TIME,
        1,
        0,
        0,
        UUID.randomUUID(),
        false,
        null,
        null,
        null,
        null
    };

    private boolean wasNull;

    private Object value(int column) {
        Object value = values[column - 1];
        wasNull = value == null;
        return value;
    }

    @Override
    public <T> T getObject(int column, Class<T> type) {
        return type.cast(value(column));
    }

    @Override
    public String getString(int column) {
        return (String) value(column);
    }

    @Override
    public int getInt(int column) {
        Object value = value(column);
        return value == null ? 0 : (Integer) value;
    }

    @Override
    public long getLong(int column) {
        return getInt(column);
    }

    @Override
    public boolean getBoolean(int column) {
        return (Boolean) value(column);
    }

    @Override
    public boolean wasNull() {
        return wasNull;
    }
}
