package io.runasjob.jdbc;

import io.runasjob.jdbc.MoveToHistory.Count;
import io.runasjob.jdbc.Standings.Standing;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Cancels: waiting jobs end at once, running ones are asked to stop. */
final class CancelJobs {
    private final Database database;
    private final Standings standings;
    private final MoveToHistory history;
    private final String ask;

    CancelJobs(Database database, Sql sql) {
        this.database = database;
        this.standings = new Standings(sql);
        this.history = new MoveToHistory(sql, "${BLOCKED|SCHEDULED|PENDING->CANCELLED}");
        this.ask = sql.grammar()
                .updateFrom(
                        sql.table(""),
                        "cancel_requested = true",
                        sql.render("${rows id uuid}"),
                        sql.render("${key j.id is e.id} and j.status + 0 in ${RUNNING->CANCELLED}"));
    }

    Map<JobId, CancelAnswer> cancel(Collection<JobId> jobs) {
        List<UUID> ids = jobs.stream().map(JobId::value).toList();
        return database.user("cancel jobs", connection -> {
            Map<UUID, Standing> found = standings.lock(connection, ids);
            endWaiting(connection, found.values());
            askRunning(connection, found.values());
            Map<JobId, CancelAnswer> answers = new LinkedHashMap<>();
            jobs.forEach(job -> answers.put(job, answer(found.get(job.value()))));
            return answers;
        });
    }

    private void endWaiting(Connection connection, Collection<Standing> found) throws SQLException {
        List<MoveToHistory.End> ends = found.stream()
                .filter(job -> job.status().isWaiting())
                .map(job -> new MoveToHistory.End(
                        job.id(), JobStatus.CANCELLED, Count.NOTHING, null, null, job.uniqueKey()))
                .toList();
        history.move(connection, ends);
    }

    private void askRunning(Connection connection, Collection<Standing> found) throws SQLException {
        List<UUID> running = found.stream()
                .filter(job -> job.status() == JobStatus.RUNNING)
                .map(Standing::id)
                .toList();
        if (!running.isEmpty()) {
            Query.update(connection, ask, SqlRows.of(SqlArray.uuids(running)));
        }
    }

    private static CancelAnswer answer(@Nullable Standing before) {
        if (before == null) {
            return CancelAnswer.UNKNOWN;
        }
        if (before.status() == JobStatus.RUNNING) {
            return CancelAnswer.REQUESTED;
        }
        return before.status().isWaiting() ? CancelAnswer.CANCELLED : CancelAnswer.ALREADY_FINISHED;
    }
}
