package io.runasjob.jdbc;

import io.runasjob.job.JobId;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.spi.AttemptEnd.Completed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends attempts that went well, which is what almost all of them do, in one statement: it deletes the rows whose leases are the
 * current ones and writes them to the history. On PostgreSQL, whose deletes answer with their rows; for other ends and other
 * databases see {@link EndAttempts}.
 *
 * <p>In drains of 100,000 jobs 7 to 15 % more jobs a second than lock, copy and delete one after the other.
 */
final class CompleteAttempts {
    /** What the history keeps as it is. */
    private static final String KEPT =
            JobRow.SPEC + ", run_at, started_at, attempt, failures, losses, node, cancel_requested, progress";

    private static final String COMPLETE = """
            with gone as (
              delete from ${jobs} using ${rows job uuid, lease integer, answer text}
              where ${key id is e.job} and status + 0 in ${RUNNING->COMPLETED} and attempt = e.lease and node = ?
              returning KEPT, answer)
            insert into ${_history} (KEPT, status, error, finished_at, result)
            select KEPT, ${COMPLETED}, null, ${now}, answer from gone returning id, attempt, unique_key""";

    private final String complete;
    private final UniqueKeys keys;

    private CompleteAttempts(Sql sql) {
        this.complete = sql.first(COMPLETE.replace("KEPT", KEPT));
        this.keys = new UniqueKeys(sql);
    }

    /** Empty where the database has no such statement. */
    static Optional<CompleteAttempts> of(Sql sql) {
        return sql.dialect() == JdbcDialect.POSTGRESQL ? Optional.of(new CompleteAttempts(sql)) : Optional.empty();
    }

    private record Gone(Lease lease, @Nullable String uniqueKey) {}

    /** Says which of the leases were current; what the others did stays undone. */
    Set<Lease> complete(Connection connection, List<Completed> ends) throws SQLException {
        Map<NodeId, List<Completed>> byNode = ends.stream()
                .sorted(Comparator.comparing(end -> end.lease().job())) // in which everybody locks rows
                .collect(Collectors.groupingBy(end -> end.lease().node()));
        Set<Lease> leases = new HashSet<>();
        for (Map.Entry<NodeId, List<Completed>> entry : byNode.entrySet()) {
            for (List<Completed> chunk : Chunks.of(entry.getValue(), end -> Chunks.length(end.result()))) {
                leases.addAll(complete(connection, entry.getKey(), chunk));
            }
        }
        return leases;
    }

    private Set<Lease> complete(Connection connection, NodeId node, List<Completed> ends) throws SQLException {
        SqlRows rows = SqlRows.of(
                SqlArray.of("uuid", ends, end -> end.lease().job().value()),
                SqlArray.of("integer", ends, end -> end.lease().attempt()),
                SqlArray.of("text", ends, Completed::result));
        List<Gone> gone = Query.list(connection, complete, row -> read(row, node), rows, node.value());
        keys.free(connection, gone.stream().map(Gone::uniqueKey));
        return gone.stream().map(Gone::lease).collect(Collectors.toSet());
    }

    private static Gone read(Row row, NodeId node) throws SQLException {
        return new Gone(new Lease(new JobId(Query.uuid(row, 1)), row.getInt(2), node), row.getString(3));
    }
}
