package io.runasjob.jdbc;

import io.runasjob.spi.PayloadCodec;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The small documents in columns: labels, retry policy, error, progress, names. Null stands for the usual value. */
final class Json {
    private static final PayloadCodec CODEC = PayloadCodec.json();

    private Json() {}

    static <T> @Nullable String write(@Nullable T value, @Nullable T usual) {
        return Objects.equals(value, usual) || value == null ? null : CODEC.encode(value, value.getClass());
    }

    static <T> @Nullable T readOrNull(@Nullable String json, Class<T> type) {
        return json == null ? null : type.cast(CODEC.decode(json, type));
    }

    static <T> T read(@Nullable String json, Class<T> type, T usual) {
        T value = readOrNull(json, type);
        return value == null ? usual : value;
    }

    static String names(Set<String> names) {
        return CODEC.encode(new TreeSet<>(names).toArray(String[]::new), String[].class);
    }

    static Set<String> names(String json) {
        return Set.of(read(json, String[].class, new String[0]));
    }
}
