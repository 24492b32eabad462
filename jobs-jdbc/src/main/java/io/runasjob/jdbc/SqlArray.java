package io.runasjob.jdbc;

import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An array parameter: one column of a list of values. Immutable by convention; used by one thread. */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the driver
record SqlArray(String type, @Nullable Object[] values) {

    static <T> SqlArray of(String type, Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
        return new SqlArray(type, rows.stream().map(value::apply).toArray(size -> typed(type, size)));
    }

    static SqlArray uuids(Collection<UUID> ids) {
        return of("uuid", ids, id -> id);
    }

    static SqlArray texts(Collection<String> texts) {
        return of("text", texts, text -> text);
    }

    /** The driver of PostgreSQL sends arrays of these classes as they are, others as text that it escapes letter by letter. */
    private static @Nullable Object[] typed(String type, int size) {
        return switch (type) {
            case "text" -> new String[size];
            case "bigint" -> new Long[size];
            case "integer" -> new Integer[size];
            case "smallint" -> new Short[size];
            default -> new Object[size];
        };
    }
}
