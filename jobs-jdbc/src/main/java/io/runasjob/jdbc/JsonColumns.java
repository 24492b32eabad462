package io.runasjob.jdbc;

import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the small documents of a job's row. One that this version cannot read, perhaps written by a newer one while both run,
 * counts as absent: the job must neither stop the claims of its node nor disappear from lists. Each is warned of once, the row
 * keeps it as it is. Safe for use by any number of threads.
 */
final class JsonColumns {
    private static final Logger LOG = LoggerFactory.getLogger(JsonColumns.class);

    /** So many are remembered as warned of; the oldest are forgotten. */
    private static final int MOST_WARNED = 1_000;

    private static final Set<String> WARNED =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MOST_WARNED;
                }
            }));

    private JsonColumns() {}

    static <T> @Nullable T readOrNull(Row row, int column, Object job, Class<T> type) throws SQLException {
        String json = row.getString(column);
        try {
            return Json.readOrNull(json, type);
        } catch (RuntimeException e) {
            warn(row.values().getMetaData().getColumnLabel(column), job, e);
            return null;
        }
    }

    static <T> T read(Row row, int column, Object job, T usual, Class<T> type) throws SQLException {
        T value = readOrNull(row, column, job, type);
        return value == null ? usual : value;
    }

    private static void warn(String column, Object job, RuntimeException cause) {
        if (WARNED.add(job + " " + column)) {
            LOG.atWarn()
                    .addKeyValue("job", job)
                    .addKeyValue("column", column)
                    .setCause(cause)
                    .log(
                            "A column of this job cannot be read, its default is used; was it written by hand or by a newer"
                                    + " version? The job goes on, and the row keeps what it holds");
        }
    }
}
