package io.runasjob.jdbc;

import io.runasjob.jdbc.PostgresChannel.Ride;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobId;
import io.runasjob.spi.NewJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of new jobs. What is due and what is not yet is decided by the database.
 *
 * <p>A single job is sent as a row of values, which costs the database a sixth less than arrays of one. Jobs of one call that
 * differ in nothing but their ids and arguments send the rest once.
 */
final class NewRows {
    private static final List<NewJobColumn> ALL = Stream.concat(NewJobColumn.OWN.stream(), NewJobColumn.SHARED.stream())
            .toList();

    /** {@code n.status} is null where the time decides; {@code n.due} counts from 1970, {@code n.delay} from now. */
    private static final String INSERT = """
            insert into ${jobs} (${live})
            select n.id, n.type, n.name, n.queue, n.priority, n.owner, n.payload, n.max_attempts, n.timeout_nanos,
                   n.retry, n.labels, n.unique_key, n.on_duplicate, ${now},
                   coalesce(n.status, case when n.run_at > ${now} then ${SCHEDULED} else ${PENDING} end),
                   n.run_at, case when n.node is null then null else ${now} end,
                   case when n.node is null then 0 else 1 end, 0, 0, n.node, false, null, null
            from (
              select COLUMNS,
                     case when due is null then ${after now, delay} else ${after epoch, due} end as run_at
              from TABLES) n""";

    /**
     * An id that no finished job has. Ids go with the time, so a new one lies behind all in the history, and is not looked up
     * there: that would be a ninth of what a job of a bulk costs.
     */
    private static final String IF_NEW = """

            where (n.id > (select h.id from ${_history} h order by h.id desc limit 1)
                   or (select h.id from ${_history} h where h.id = n.id) is null)""";

    /** And a queue without a limit. Subqueries look both up by key, whatever the statistics. */
    private static final String IF_PLAIN = IF_NEW + """

              and (select q.max_size from ${_queue} q where q.name = n.queue) is null""";

    /** The same, and a queue that is not paused. */
    private static final String IF_CLAIMABLE = IF_NEW + """

              and (select q.name from ${_queue} q where q.name = n.queue and (q.max_size is not null or q.paused)) is null""";

    private static final String CLAIMED = "id, started_at";

    private final Shape one;
    private final Shape alike;
    private final Shape mixed;
    private final String insertAndRing;
    private final boolean answers;
    private final String claimed;

    NewRows(Sql sql) {
        this.one = Shape.of(sql, "o.*", "${row " + NewJobColumn.declared(ALL) + "}");
        this.alike = Shape.of(
                sql,
                "o.*, e.*",
                "${row " + NewJobColumn.declared(NewJobColumn.SHARED) + "} cross join ${rows "
                        + NewJobColumn.declared(NewJobColumn.OWN) + "}");
        this.mixed = Shape.of(sql, "e.*", "${rows " + NewJobColumn.declared(ALL) + "}");
        this.insertAndRing = Ride.with(one.insertPlain());
        this.answers = sql.grammar().updateReturning("", CLAIMED).isPresent();
        this.claimed = sql.render("select " + CLAIMED + " ${from jobs any id uuid}");
    }

    /** The statements for one way to send jobs. */
    private record Shape(String insert, String insertPlain, String claim) {
        static Shape of(Sql sql, String columns, String tables) {
            String template = INSERT.replace("COLUMNS", columns).replace("TABLES", tables);
            String claim = template + IF_CLAIMABLE;
            return new Shape(
                    sql.render(template),
                    sql.first(template + IF_PLAIN),
                    sql.first(sql.grammar().updateReturning(claim, CLAIMED).orElse(claim)));
        }
    }

    /** Whether {@link #claim} is one statement. */
    boolean claimsAtOnce() {
        return answers;
    }

    /**
     * Inserts those whose queue is neither bounded nor paused, and whose id no finished job has.
     *
     * @param jobs they begin RUNNING
     * @return when they were leased
     * @throws InvalidValueException when an unfinished job has one of the ids
     */
    Map<JobId, Instant> claim(Connection connection, List<NewJob> jobs) throws SQLException {
        try {
            return answers ? claimAtOnce(connection, jobs) : claimAndRead(connection, jobs);
        } catch (SQLException e) {
            throw named(e, jobs);
        }
    }

    private Map<JobId, Instant> claimAtOnce(Connection connection, List<NewJob> jobs) throws SQLException {
        Sent sent = sent(connection, jobs);
        Map<JobId, Instant> leased = new HashMap<>();
        for (@Nullable Object[] values : sent.values()) {
            Query.list(connection, sent.shape().claim(), row -> putLease(leased, row), values);
        }
        return leased;
    }

    private Map<JobId, Instant> claimAndRead(Connection connection, List<NewJob> jobs) throws SQLException {
        Map<JobId, Instant> leased = new HashMap<>();
        if (write(connection, Shape::claim, jobs) > 0) {
            SqlArray ids = SqlArray.of("uuid", jobs, job -> job.id().value());
            Query.list(connection, claimed, row -> putLease(leased, row), ids);
        }
        return leased;
    }

    private static JobId putLease(Map<JobId, Instant> leased, Row row) throws SQLException {
        JobId id = new JobId(Query.uuid(row, 1));
        leased.put(id, Query.time(row, 2));
        return id;
    }

    /**
     * Inserts those whose queue has no limit and whose id no finished job has, and says how many these are.
     *
     * @throws InvalidValueException when an unfinished job has one of the ids
     */
    int insertPlain(Connection connection, List<NewJob> jobs) throws SQLException {
        try {
            return write(connection, Shape::insertPlain, jobs);
        } catch (SQLException e) {
            throw named(e, jobs);
        }
    }

    /** The same with one job; a ring for it leaves at the commit. */
    int insertPlain(Connection connection, NewJob job, Ride ride) throws SQLException {
        try {
            SqlRow row = NewJobColumn.row(ALL, job);
            return Query.update(connection, insertAndRing, row, ride.channel(), ride.message());
        } catch (SQLException e) {
            throw named(e, List.of(job));
        }
    }

    /** Inserts them all, under the same condition. */
    void insert(Connection connection, List<NewJob> jobs) throws SQLException {
        try {
            write(connection, Shape::insert, jobs);
        } catch (SQLException e) {
            throw named(e, jobs);
        }
    }

    /** Inserts those that {@link #insertPlain} has left out; one that is there nevertheless is a lost race. */
    void insertRest(Connection connection, List<NewJob> jobs) throws SQLException {
        write(connection, Shape::insert, jobs);
    }

    static InvalidValueException notNew(Object ids) {
        return new InvalidValueException(Field.ID, ids, "an id that no other job has", null);
    }

    private static SQLException named(SQLException error, List<NewJob> jobs) {
        if (SqlErrors.isDuplicate(error)) {
            throw notNew(jobs.size() == 1 ? jobs.get(0).id() : "among " + jobs.size() + " jobs");
        }
        return error;
    }

    private int write(Connection connection, Function<Shape, String> statement, List<NewJob> jobs) throws SQLException {
        Sent sent = sent(connection, jobs);
        int written = 0;
        for (@Nullable Object[] values : sent.values()) {
            written += Query.update(connection, statement.apply(sent.shape()), values);
        }
        return written;
    }

    /** How jobs travel: the parameters of one statement after the other. */
    private record Sent(Shape shape, List<@Nullable Object[]> values) {}

    private Sent sent(Connection connection, List<NewJob> jobs) throws SQLException {
        if (jobs.size() == 1) {
            return new Sent(one, List.<@Nullable Object[]>of(new Object[] {NewJobColumn.row(ALL, jobs.get(0))}));
        }
        Wire wire = Wire.of(connection);
        if (!NewJobColumn.isShared(jobs)) {
            List<?> parts = wire.split(new SqlRows(NewJobColumn.arrays(ALL, jobs)));
            return new Sent(
                    mixed, parts.stream().map(part -> new Object[] {part}).toList());
        }
        SqlRow shared = NewJobColumn.row(NewJobColumn.SHARED, jobs.get(0));
        List<?> parts = wire.split(new SqlRows(NewJobColumn.arrays(NewJobColumn.OWN, jobs)));
        return new Sent(
                alike, parts.stream().map(part -> new Object[] {shared, part}).toList());
    }
}
