package io.runasjob.jdbc;

import io.runasjob.spi.JobStore;
import io.runasjob.testkit.StoreFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An open, empty JDBC store; lets time pass by moving all times in its tables back. */
final class JdbcFixture implements StoreFixture {
    private static final List<String> TABLES = List.of(
            "job", "job_history", "job_attempt", "job_tag", "job_subject", "job_unique", "job_node", "job_queue");

    private final String url;
    private final JdbcDialect dialect;
    private final JdbcJobStore store;
    private final List<JdbcJobStore> others = new ArrayList<>();

    JdbcFixture(String url, JdbcDialect dialect) {
        this.url = url;
        this.dialect = dialect;
        this.store = JdbcJobStore.open(url);
        TABLES.forEach(table -> execute(empty() + table));
    }

    @Override
    public JobStore store() {
        return store;
    }

    @Override
    public JobStore elsewhere() {
        JdbcJobStore another = JdbcJobStore.open(url);
        others.add(another);
        return another;
    }

    @Override
    public void passTime(Duration duration) {
        shift("job", duration, "created_at", "run_at", "started_at");
        shift("job_history", duration, "created_at", "run_at", "started_at", "finished_at");
        shift("job_attempt", duration, "started_at", "ended_at");
        shift("job_node", duration, "started_at", "heartbeat_at", "expires_at");
    }

    @Override
    public void close() {
        others.forEach(JdbcJobStore::close);
        store.close();
    }

    private void shift(String table, Duration duration, String... columns) {
        Grammar grammar = Grammar.of(dialect);
        StringBuilder set = new StringBuilder();
        for (String column : columns) {
            set.append(set.isEmpty() ? "" : ", ")
                    .append(column)
                    .append(" = ")
                    .append(grammar.after(column, String.valueOf(-Micros.of(duration))));
        }
        execute("update " + table + " set " + set);
    }

    /** To truncate is quick on H2 and PostgreSQL; on the others it makes new files. */
    private String empty() {
        return dialect == JdbcDialect.H2 || dialect == JdbcDialect.POSTGRESQL ? "truncate table " : "delete from ";
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
