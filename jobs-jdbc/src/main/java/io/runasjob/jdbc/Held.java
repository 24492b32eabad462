package io.runasjob.jdbc;

import io.runasjob.job.JobId;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A running job whose row this transaction has locked, and when: the end of its attempt, wherever it is written. Not every
 * database has one time for all statements of a transaction.
 */
record Held(
        UUID id,
        String type,
        int attempt,
        UUID node,
        int losses,
        boolean cancelRequested,
        @Nullable String uniqueKey,
        Instant at) {
    /** The columns that {@link #read} reads; to be rendered. */
    static final String COLUMNS = "id, type, attempt, node, losses, cancel_requested, unique_key, ${now}";

    /** Locks running jobs by id; whether the lease is right is for the caller to see. */
    static final String LOCK =
            "select " + COLUMNS + " ${from jobs any id uuid} and status + 0 = ${RUNNING} order by id for update";

    static Held read(Row row) throws SQLException {
        return new Held(
                Query.uuid(row, 1),
                row.getString(2),
                row.getInt(3),
                Query.uuid(row, 4),
                row.getInt(5),
                row.getBoolean(6),
                row.getString(7),
                Query.time(row, 8));
    }

    Lease lease() {
        return new Lease(new JobId(id), attempt, new NodeId(node));
    }
}
