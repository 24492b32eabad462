package io.runasjob.jdbc;

import io.runasjob.job.JobStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends jobs: moves their rows, which the caller has locked, from the live table to the history and frees their unique keys.
 *
 * <p>Copy and delete are two statements on every database. Where they could be one, on PostgreSQL, attempts that went well
 * go another way anyhow: {@link CompleteAttempts}.
 */
final class MoveToHistory {
    private static final String COPY = """
            insert into ${_history} (${history})
            select j.id, j.type, j.name, j.queue, j.priority, j.owner, j.payload, j.max_attempts, j.timeout_nanos,
                   j.retry, j.labels, j.unique_key, j.on_duplicate, j.created_at,
                   e.status, j.run_at, j.started_at, j.attempt, j.failures + e.failure, j.losses + e.loss, j.node,
                   j.cancel_requested, j.progress, e.error, ${now}, e.result
            from ${rows id uuid, status smallint, failure integer, loss integer, error text, result text}
            ${join} ${jobs} j on ${key j.id is e.id}
            where j.status + 0 in ${moves}""";

    private static final String DELETE = "${delete from jobs any id uuid} and status + 0 in ${moves}";

    private final String copy;
    private final String delete;
    private final UniqueKeys keys;

    /** @param transition the legal transitions that this move makes, as {@link Sql} writes them */
    MoveToHistory(Sql sql, String transition) {
        this.copy = sql.render(COPY.replace("${moves}", transition));
        this.delete = sql.render(DELETE.replace("${moves}", transition));
        this.keys = new UniqueKeys(sql);
    }

    /** The end of one job. */
    record End(
            UUID id,
            JobStatus status,
            Count count,
            @Nullable String error,
            @Nullable String result,
            @Nullable String uniqueKey) {}

    /** What an attempt adds to the counts of its job. */
    enum Count {
        NOTHING,
        FAILURE,
        LOSS;

        int failures() {
            return this == FAILURE ? 1 : 0;
        }

        int losses() {
            return this == LOSS ? 1 : 0;
        }
    }

    void move(Connection connection, List<End> ends) throws SQLException {
        if (ends.isEmpty()) {
            return;
        }
        SqlArray ids = SqlArray.of("uuid", ends, End::id);
        Query.update(
                connection,
                copy,
                SqlRows.of(
                        ids,
                        SqlArray.of("smallint", ends, end -> Codes.of(end.status())),
                        SqlArray.of("integer", ends, end -> end.count().failures()),
                        SqlArray.of("integer", ends, end -> end.count().losses()),
                        SqlArray.of("text", ends, End::error),
                        SqlArray.of("text", ends, End::result)));
        Query.update(connection, delete, ids);
        keys.free(connection, ends.stream().map(End::uniqueKey));
    }
}
