package io.runasjob.jdbc;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.spi.NewJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

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

    /** An id that no finished job has, a queue without a limit. Subqueries look both up by key, whatever the statistics. */
    private static final String IF_PLAIN = """

            where (select h.id from ${_history} h where h.id = n.id) is null
              and (select q.max_size from ${_queue} q where q.name = n.queue) is null""";

    private final Shape one;
    private final Shape alike;
    private final Shape mixed;

    NewRows(Sql sql) {
        this.one = Shape.of(sql, "o.*", "${row " + NewJobColumn.declared(ALL) + "}");
        this.alike = Shape.of(
                sql,
                "o.*, e.*",
                "${row " + NewJobColumn.declared(NewJobColumn.SHARED) + "} cross join ${rows "
                        + NewJobColumn.declared(NewJobColumn.OWN) + "}");
        this.mixed = Shape.of(sql, "e.*", "${rows " + NewJobColumn.declared(ALL) + "}");
    }

    /** The statements for one way to send jobs. */
    private record Shape(String insert, String insertPlain) {
        static Shape of(Sql sql, String columns, String tables) {
            String template = INSERT.replace("COLUMNS", columns).replace("TABLES", tables);
            return new Shape(sql.render(template), sql.first(template + IF_PLAIN));
        }
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
        if (jobs.size() == 1) {
            return Query.update(connection, statement.apply(one), NewJobColumn.row(ALL, jobs.get(0)));
        }
        if (!NewJobColumn.isShared(jobs)) {
            SqlRows rows = new SqlRows(NewJobColumn.arrays(ALL, jobs));
            return Query.update(connection, statement.apply(mixed), rows);
        }
        SqlRows rows = new SqlRows(NewJobColumn.arrays(NewJobColumn.OWN, jobs));
        SqlRow shared = NewJobColumn.row(NewJobColumn.SHARED, jobs.get(0));
        return Query.update(connection, statement.apply(alike), rows, shared);
    }
}
