package io.runasjob.jdbc;

import io.runasjob.job.JobError;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.AttemptEnd.Completed;
import io.runasjob.spi.AttemptEnd.Failed;
import io.runasjob.spi.AttemptEnd.Retry;
import io.runasjob.spi.AttemptEnd.Snoozed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends attempts whose leases are the current ones, and says which these were. */
final class FinishAttempts {
    private final Database database;
    private final String lock;
    private final EndAttempts endAttempts;
    private final @Nullable CompleteAttempts completeAttempts;

    FinishAttempts(Database database, Sql sql) {
        this.database = database;
        this.lock = sql.first(Held.LOCK);
        this.endAttempts = new EndAttempts(sql);
        this.completeAttempts = CompleteAttempts.of(sql).orElse(null);
    }

    Set<Lease> finish(List<AttemptEnd> ends) {
        if (ends.isEmpty()) {
            return Set.of();
        }
        return database.engine("finish attempts", connection -> finish(connection, ends));
    }

    /**
     * The same as part of a transaction that somebody else commits. Rows are locked in the order of their ids, on PostgreSQL
     * in two groups; who locks many of both may get in its way, which is a lost race like others.
     */
    Set<Lease> finish(Connection connection, List<? extends AttemptEnd> ends) throws SQLException {
        if (completeAttempts == null) {
            return end(connection, ends);
        }
        List<Completed> completed = new ArrayList<>();
        List<AttemptEnd> others = new ArrayList<>();
        for (AttemptEnd end : ends) {
            if (end instanceof Completed one) {
                completed.add(one);
            } else {
                others.add(end);
            }
        }
        Set<Lease> leases = completeAttempts.complete(connection, completed);
        leases.addAll(end(connection, others));
        return leases;
    }

    private Set<Lease> end(Connection connection, List<? extends AttemptEnd> ends) throws SQLException {
        if (ends.isEmpty()) {
            return Set.of();
        }
        List<EndAttempts.End> accepted = accept(lock(connection, ends), ends);
        endAttempts.write(connection, accepted);
        Set<Lease> leases = new HashSet<>();
        accepted.forEach(end -> leases.add(end.held().lease()));
        return leases;
    }

    private Map<Lease, Held> lock(Connection connection, List<? extends AttemptEnd> ends) throws SQLException {
        SqlArray ids = SqlArray.of("uuid", ends, end -> end.lease().job().value());
        Map<Lease, Held> held = new HashMap<>();
        for (Held row : Query.list(connection, lock, Held::read, ids)) {
            held.put(row.lease(), row);
        }
        return held;
    }

    private static List<EndAttempts.End> accept(Map<Lease, Held> locked, List<? extends AttemptEnd> ends) {
        List<EndAttempts.End> accepted = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (AttemptEnd end : ends) {
            Held held = locked.get(end.lease());
            if (held != null && seen.add(held.id())) {
                accepted.add(translate(held, end));
            }
        }
        return accepted;
    }

    private static EndAttempts.End translate(Held held, AttemptEnd end) {
        boolean stops = held.cancelRequested() && !end.status().isFinished();
        JobStatus status = stops ? JobStatus.CANCELLED : end.status();
        return new EndAttempts.End(
                held, end.outcome(), status, Json.write(error(end), null), result(end), delayMicros(end));
    }

    private static @Nullable JobError error(AttemptEnd end) {
        if (end instanceof Failed failed) {
            return failed.error();
        }
        return end instanceof Retry retry ? retry.error() : null;
    }

    private static @Nullable String result(AttemptEnd end) {
        return end instanceof Completed completed ? completed.result() : null;
    }

    private static @Nullable Long delayMicros(AttemptEnd end) {
        if (end instanceof Retry retry) {
            return Micros.of(retry.delay());
        }
        if (end instanceof Snoozed snoozed) {
            return Micros.of(snoozed.delay());
        }
        return null;
    }
}
