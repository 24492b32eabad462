package io.runasjob.jdbc;

import java.util.Arrays;
import java.util.List;

/**
 * A parameter for <code>${rows …}</code>: one array for each of its columns, in their order, all of the same length.
 * Immutable by convention; used by one thread.
 */
record SqlRows(List<SqlArray> columns) {

    static SqlRows of(SqlArray... columns) {
        return new SqlRows(List.of(columns));
    }

    int size() {
        return columns.get(0).values().length;
    }

    /** The rows of a range. */
    SqlRows part(int from, int to) {
        return new SqlRows(columns.stream()
                .map(column -> new SqlArray(column.type(), Arrays.copyOfRange(column.values(), from, to)))
                .toList());
    }
}
