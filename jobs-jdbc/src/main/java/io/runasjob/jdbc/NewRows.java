package io.runasjob.jdbc;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Labels;
import io.runasjob.job.Subject;
import io.runasjob.job.Uniqueness;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.NewJob.After;
import io.runasjob.spi.NewJob.At;
import io.runasjob.spi.NewJob.Blocked;
import io.runasjob.spi.NewJob.RunningOn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the rows of new jobs with their tags and subjects. What is due and what is not yet is decided by the database. */
final class NewRows {
    private static final String COLUMNS = "id uuid, type text, name text, queue text, priority smallint, owner text,"
            + " payload text, max_attempts integer, timeout_nanos bigint, retry text, labels text, unique_key text,"
            + " on_duplicate smallint, status smallint, delay bigint, due bigint, node uuid";

    /** {@code e.status} is null where the time decides; {@code e.due} counts from 1970, {@code e.delay} from now. */
    private static final String INSERT = """
            insert into ${jobs} (${live})
            select n.id, n.type, n.name, n.queue, n.priority, n.owner, n.payload, n.max_attempts, n.timeout_nanos,
                   n.retry, n.labels, n.unique_key, n.on_duplicate, ${now},
                   coalesce(n.status, case when n.run_at > ${now} then ${SCHEDULED} else ${PENDING} end),
                   n.run_at, case when n.node is null then null else ${now} end,
                   case when n.node is null then 0 else 1 end, 0, 0, n.node, false, null, null
            from (
              select e.*,
                     case when e.due is null then ${after now, e.delay}
                          else ${after epoch, e.due} end as run_at
              from ${rows new}) n""";

    /** An id that no finished job has, a queue without a limit. Subqueries look both up by key, whatever the statistics. */
    private static final String IF_PLAIN = """

            where (select h.id from ${_history} h where h.id = n.id) is null
              and (select q.max_size from ${_queue} q where q.name = n.queue) is null""";

    private static final String TAGS =
            "insert into ${_tag} (tag, job_id) select e.tag, e.job_id from ${rows tag text, job_id uuid}";

    private static final String SUBJECTS = "insert into ${_subject} (kind, ref, job_id)"
            + " select e.kind, e.ref, e.job_id from ${rows kind text, ref text, job_id uuid}";

    private final String insert;
    private final String insertPlain;
    private final String tags;
    private final String subjects;

    NewRows(Sql sql) {
        String template = INSERT.replace("${rows new}", "${rows " + COLUMNS + "}");
        this.insert = sql.render(template);
        this.insertPlain = sql.first(template + IF_PLAIN);
        this.tags = sql.render(TAGS);
        this.subjects = sql.render(SUBJECTS);
    }

    private record Tagged(UUID job, String tag) {}

    private record About(UUID job, Subject subject) {}

    /**
     * Inserts those whose queue has no limit and whose id no finished job has, and says how many these are.
     *
     * @throws InvalidValueException when an unfinished job has one of the ids
     */
    int insertPlain(Connection connection, List<NewJob> jobs) throws SQLException {
        return insertNew(connection, insertPlain, jobs);
    }

    /** Inserts them all, under the same condition. */
    void insert(Connection connection, List<NewJob> jobs) throws SQLException {
        insertNew(connection, insert, jobs);
    }

    /** Inserts those that {@link #insertPlain} has left out; one that is there nevertheless is a lost race. */
    void insertRest(Connection connection, List<NewJob> jobs) throws SQLException {
        Query.update(connection, insert, rows(jobs));
    }

    /** Writes what the jobs are found by. */
    void label(Connection connection, List<NewJob> jobs) throws SQLException {
        tag(connection, jobs);
        subject(connection, jobs);
    }

    static InvalidValueException notNew(Object ids) {
        return new InvalidValueException(Field.ID, ids, "an id that no other job has", null);
    }

    private static int insertNew(Connection connection, String sql, List<NewJob> jobs) throws SQLException {
        try {
            return Query.update(connection, sql, rows(jobs));
        } catch (SQLException e) {
            if (SqlErrors.isDuplicate(e)) {
                throw notNew(jobs.size() == 1 ? jobs.get(0).id() : "among " + jobs.size() + " jobs");
            }
            throw e;
        }
    }

    private static SqlRows rows(List<NewJob> jobs) {
        return SqlRows.of(
                SqlArray.of("uuid", jobs, job -> job.id().value()),
                texts(jobs, JobSpec::type),
                texts(jobs, JobSpec::name),
                texts(jobs, JobSpec::queue),
                SqlArray.of("smallint", jobs, job -> (short) job.spec().priority()),
                texts(jobs, JobSpec::ownerOrNull),
                texts(jobs, JobSpec::payload),
                SqlArray.of("integer", jobs, job -> job.spec().limits().maxAttempts()),
                SqlArray.of("bigint", jobs, job -> timeoutNanos(job.spec().limits())),
                texts(jobs, spec -> Json.write(spec.limits().retryOrNull(), null)),
                texts(jobs, spec -> Json.write(spec.labels(), Labels.NONE)),
                texts(jobs, spec -> spec.unique().map(Uniqueness::key).orElse(null)),
                SqlArray.of("smallint", jobs, job -> onDuplicate(job.spec())),
                SqlArray.of("smallint", jobs, job -> status(job.start())),
                SqlArray.of("bigint", jobs, job -> delayMicros(job.start())),
                SqlArray.of("bigint", jobs, job -> dueMicros(job.start())),
                SqlArray.of("uuid", jobs, job -> node(job.start())));
    }

    private void tag(Connection connection, List<NewJob> jobs) throws SQLException {
        List<Tagged> rows = new ArrayList<>();
        for (NewJob job : jobs) {
            job.spec()
                    .labels()
                    .tags()
                    .forEach(tag -> rows.add(new Tagged(job.id().value(), tag)));
        }
        if (!rows.isEmpty()) {
            Query.update(
                    connection,
                    tags,
                    SqlRows.of(SqlArray.of("text", rows, Tagged::tag), SqlArray.of("uuid", rows, Tagged::job)));
        }
    }

    private void subject(Connection connection, List<NewJob> jobs) throws SQLException {
        List<About> rows = new ArrayList<>();
        for (NewJob job : jobs) {
            job.spec()
                    .labels()
                    .subjects()
                    .forEach(subject -> rows.add(new About(job.id().value(), subject)));
        }
        if (!rows.isEmpty()) {
            Query.update(
                    connection,
                    subjects,
                    SqlRows.of(
                            SqlArray.of("text", rows, row -> row.subject().kind()),
                            SqlArray.of("text", rows, row -> row.subject().id()),
                            SqlArray.of("uuid", rows, About::job)));
        }
    }

    private static SqlArray texts(List<NewJob> jobs, Function<JobSpec, ? extends @Nullable String> value) {
        return SqlArray.of("text", jobs, job -> value.apply(job.spec()));
    }

    private static @Nullable Long timeoutNanos(JobLimits limits) {
        return limits.timeout().map(Duration::toNanos).orElse(null);
    }

    private static @Nullable Short onDuplicate(JobSpec spec) {
        return spec.unique().map(unique -> Codes.of(unique.onDuplicate())).orElse(null);
    }

    private static @Nullable Short status(NewJob.Start start) {
        if (start instanceof Blocked) {
            return Codes.of(JobStatus.BLOCKED);
        }
        return start instanceof RunningOn ? Codes.of(JobStatus.RUNNING) : null;
    }

    private static Long delayMicros(NewJob.Start start) {
        return start instanceof After after ? Micros.of(after.delay()) : 0L;
    }

    private static @Nullable Long dueMicros(NewJob.Start start) {
        return start instanceof At at ? Micros.sinceEpoch(at.time()) : null;
    }

    private static @Nullable UUID node(NewJob.Start start) {
        return start instanceof RunningOn running ? running.node().value() : null;
    }
}
