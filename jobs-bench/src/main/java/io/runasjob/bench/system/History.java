package io.runasjob.bench.system;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A long history for the tables of RunAsJob on PostgreSQL, written by the server itself, vacuumed and checkpointed. */
final class History {
    private static final String FILL = """
            insert into job_history
            select uuidv7(make_interval(secs => (n - ${jobs}) / 1000.0)), 'bench', 'bench', 'default', 5, null,
                   '{"number":0,"filler":"' || repeat('x', 170) || '"}', 3, null, null, null, null, null,
                   now(), 4, now(), now(), 1, 0, 0, gen_random_uuid(), false, null, null, now(), null
            from generate_series(1, ${jobs}) n""";

    private History() {}

    static void fill(Connection connection, long jobs) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(FILL.replace("${jobs}", Long.toString(jobs)));
            statement.execute("vacuum analyze job_history");
            statement.execute("checkpoint");
        }
    }
}
