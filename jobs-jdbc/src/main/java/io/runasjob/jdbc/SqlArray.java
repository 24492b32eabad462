package io.runasjob.jdbc;

import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An array parameter: one column of a list of values. Immutable by convention; used by one thread. */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the driver
record SqlArray(String type, @Nullable Object[] values) {

    static <T> SqlArray of(String type, Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
        return new SqlArray(type, rows.stream().map(value::apply).toArray());
    }

    static SqlArray uuids(Collection<UUID> ids) {
        return new SqlArray("uuid", ids.toArray());
    }

    static SqlArray texts(Collection<String> texts) {
        return new SqlArray("text", texts.toArray());
    }
}
