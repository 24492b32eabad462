package io.runasjob.jdbc;

import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import io.runasjob.spi.JobUpkeep.Rescue;
import io.runasjob.spi.Loss;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Takes running jobs away from nodes that are not alive, and forgets nodes that hold no more. */
final class RescueJobs {
    /**
     * A node is alive until its row expires: the time is written by the heartbeat, with the clock of the database.
     *
     * <p>The node is looked up by a scalar subquery on purpose. Where FOR UPDATE meets a row that another transaction has
     * changed, PostgreSQL checks the condition again for the new row: a subquery is then run again, but the other side of an
     * anti join, which {@code not exists} is planned as, counts as empty, and the job of a living node would be taken.
     */
    private static final String LOST = """
            status in ${RUNNING->PENDING|FAILED|CANCELLED}
              and not coalesce((select n.expires_at from ${_node} n where n.id = ${jobs}.node) >= ${now}, false)""";

    /** Almost always there is nothing to do: nothing is locked until something is found. */
    private static final String LOOK = "select id from ${jobs} where " + LOST + " order by id limit ?";

    static final String LOCK =
            "select " + Held.COLUMNS + " ${from jobs any id uuid} and " + LOST + " order by id for update skip locked";

    private static final String GONE = """
            select id from ${_node}
            where expires_at < ${now}
              and not exists (select 1 from ${jobs} j where j.status = ${RUNNING} and j.node = ${_node}.id)""";

    private static final String FORGET = "${delete from _node any id uuid} and expires_at < ${now}";

    private final Database database;
    private final String look;
    private final String lock;
    private final String gone;
    private final String forget;
    private final EndAttempts endAttempts;

    RescueJobs(Database database, Sql sql) {
        this.database = database;
        this.look = sql.first(LOOK);
        this.lock = sql.render(LOCK);
        this.gone = sql.render(GONE);
        this.forget = sql.render(FORGET);
        this.endAttempts = new EndAttempts(sql);
    }

    List<Rescue> rescue(int maxLosses, int limit) {
        return database.engine("rescue lost jobs", connection -> {
            List<EndAttempts.End> ends = lost(connection, limit).stream()
                    .map(held -> end(held, maxLosses))
                    .toList();
            endAttempts.write(connection, ends);
            forget(connection);
            return ends.stream()
                    .map(end -> new Rescue(end.held().lease(), end.status()))
                    .toList();
        });
    }

    private List<Held> lost(Connection connection, int limit) throws SQLException {
        List<UUID> found = Query.list(connection, look, row -> Query.uuid(row, 1), limit);
        return found.isEmpty() ? List.of() : Query.list(connection, lock, Held::read, SqlArray.uuids(found));
    }

    private void forget(Connection connection) throws SQLException {
        List<UUID> nodes = Query.list(connection, gone, row -> Query.uuid(row, 1));
        if (!nodes.isEmpty()) {
            Query.update(connection, forget, SqlArray.uuids(nodes));
        }
    }

    private static EndAttempts.End end(Held held, int maxLosses) {
        JobStatus status = statusAfter(held, maxLosses);
        String error = Json.write(new Loss(held.lease(), held.type(), held.losses() + 1).error(status), null);
        return new EndAttempts.End(held, Outcome.LOST, status, error, null, null);
    }

    private static JobStatus statusAfter(Held held, int maxLosses) {
        if (held.cancelRequested()) {
            return JobStatus.CANCELLED;
        }
        return held.losses() + 1 >= maxLosses ? JobStatus.FAILED : JobStatus.PENDING;
    }
}
