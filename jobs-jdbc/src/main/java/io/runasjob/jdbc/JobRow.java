package io.runasjob.jdbc;

import io.runasjob.job.Job;
import io.runasjob.job.JobError;
import io.runasjob.job.JobId;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobTimes;
import io.runasjob.job.Labels;
import io.runasjob.job.NodeId;
import io.runasjob.job.Progress;
import io.runasjob.job.Uniqueness;
import io.runasjob.retry.RetryPolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a job lies in a row: the columns, in the order in which every statement names them, and the way back. */
final class JobRow {
    /** What never changes. */
    static final String SPEC = "id, type, name, queue, priority, owner, payload, max_attempts, timeout_nanos, retry,"
            + " labels, unique_key, on_duplicate, created_at";

    /** What changes while the job lives. */
    static final String STATE =
            "status, run_at, started_at, attempt, failures, losses, node, cancel_requested," + " progress, error";

    static final String LIVE = SPEC + ", " + STATE;
    static final String HISTORY = LIVE + ", finished_at, result";

    /** A live job with the columns of a finished one; to be rendered. */
    static final String LIVE_AS_HISTORY = LIVE + ", ${null time} as finished_at, ${null text} as result";

    private JobRow() {}

    /** Reads a row of {@link #HISTORY}; documents in it that cannot be read count as absent, see {@link JsonColumns}. */
    static Job read(Row row) throws SQLException {
        JobTimes times = new JobTimes(
                Query.time(row, 14), Query.time(row, 16), Query.timeOrNull(row, 17), Query.timeOrNull(row, 25));
        return new Job(
                id(row),
                spec(row),
                Codes.status(row.getInt(15)),
                times,
                run(row),
                JsonColumns.read(row, 23, id(row), Progress.NONE, Progress.class),
                row.getString(26),
                JsonColumns.readOrNull(row, 24, id(row), JobError.class));
    }

    private static JobId id(Row row) throws SQLException {
        return new JobId(Query.uuid(row, 1));
    }

    private static JobSpec spec(Row row) throws SQLException {
        return new JobSpec(
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                row.getString(6),
                row.getString(7),
                limits(row),
                JsonColumns.read(row, 11, id(row), Labels.NONE, Labels.class),
                uniqueness(row));
    }

    private static JobLimits limits(Row row) throws SQLException {
        long nanos = row.getLong(9);
        Duration timeout = row.wasNull() ? null : Duration.ofNanos(nanos);
        RetryPolicy retry = JsonColumns.readOrNull(row, 10, id(row), RetryPolicy.class);
        return new JobLimits(row.getInt(8), timeout, retry);
    }

    private static @Nullable Uniqueness uniqueness(Row row) throws SQLException {
        String key = row.getString(12);
        return key == null ? null : new Uniqueness(key, Codes.onDuplicate(row.getInt(13)));
    }

    private static JobRun run(Row row) throws SQLException {
        UUID node = Query.uuid(row, 21);
        return new JobRun(
                row.getInt(18),
                row.getInt(19),
                row.getInt(20),
                node == null ? null : new NodeId(node),
                row.getBoolean(22));
    }
}
