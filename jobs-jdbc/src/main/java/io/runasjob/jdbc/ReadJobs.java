package io.runasjob.jdbc;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobError;
import io.runasjob.job.JobId;
import io.runasjob.job.NodeId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads jobs by id, and their attempts. */
final class ReadJobs {
    private static final String FIND = "select " + JobRow.LIVE_AS_HISTORY + " ${from jobs any id uuid}"
            + " union all select " + JobRow.HISTORY + " ${from _history any id uuid}";

    /** The attempt that succeeded is read from the history, where it left its traces. */
    private static final String ATTEMPTS = """
            select attempt, node, started_at, ended_at, outcome, error from ${_attempt} where job_id = ?
            union all
            select attempt, node, started_at, finished_at, 0, ${null text} from ${_history}
            where id = ? and status = ${COMPLETED}
            order by 1""";

    private final Database database;
    private final String find;
    private final String attempts;
    private final String now;

    ReadJobs(Database database, Sql sql) {
        this.database = database;
        this.find = sql.render(FIND);
        this.attempts = sql.render(ATTEMPTS);
        this.now = sql.render("select ${now}");
    }

    /** The time of the database. */
    Instant now() {
        return database.user(
                "read the time",
                connection ->
                        Query.list(connection, now, row -> Query.time(row, 1)).get(0));
    }

    List<Job> find(Collection<JobId> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = jobs.stream().map(JobId::value).distinct().toList();
        SqlArray array = SqlArray.uuids(ids);
        return database.user("read jobs", connection -> Query.list(connection, find, JobRow::read, array, array));
    }

    List<Attempt> attempts(JobId job) {
        UUID id = job.value();
        return database.user(
                "read the attempts of job " + job,
                connection -> Query.list(connection, attempts, row -> attempt(row, job), id, id));
    }

    private static Attempt attempt(Row row, JobId job) throws SQLException {
        return new Attempt(
                row.getInt(1),
                new NodeId(Query.uuid(row, 2)),
                Query.time(row, 3),
                Query.time(row, 4),
                Codes.outcome(row.getInt(5)),
                JsonColumns.readOrNull(row, 6, job, JobError.class));
    }
}
