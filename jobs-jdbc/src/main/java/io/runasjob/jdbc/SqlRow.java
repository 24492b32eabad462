package io.runasjob.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter for <code>${row …}</code>: the values of one row, in the order of its columns. Immutable by convention; used by
 * one thread.
 */
record SqlRow(List<Value> values) {

    /**
     * One value.
     *
     * @param type of the column, as {@link Sql} declares it
     * @param content or null
     */
    record Value(String type, @Nullable Object content) {}
}
