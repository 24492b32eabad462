package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.NodeId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VacuumTest {
    private final NodeId node = NodeId.random();
    private final String url = Databases.empty(JdbcDialect.POSTGRESQL);

    @Test
    void the_live_table_is_vacuumed_after_a_thousand_claims() throws SQLException {
        try (JdbcJobStore store = JdbcJobStore.open(url)) {
            claim(store, 999);
            store.tidy();
            claim(store, 1);
            assertThat(vacuums()).isZero();
            store.tidy();
            await().until(() -> vacuums() == 1);
            store.tidy();
            assertThat(vacuums()).isEqualTo(1);
        }
    }

    /** All nodes together take no more of the server's time than one would. */
    @Test
    void the_table_rests_after_the_vacuum_of_another_node() throws SQLException {
        AtomicLong seconds = new AtomicLong();
        try (JdbcJobStore store = JdbcJobStore.open(url);
                Database database = new Database(new WatchedDataSource(url), "test");
                Connection connection = DriverManager.getConnection(url)) {
            database.adopt(connection);
            Vacuum vacuum = new Vacuum(
                    database,
                    new Sql(JdbcDialect.POSTGRESQL, "job"),
                    () -> TimeUnit.SECONDS.toNanos(seconds.getAndIncrement()));
            vacuum.claimed(1_000);
            vacuum.run(); // takes a second by this clock, so that the next comes after twenty
            await().until(() -> vacuums() == 1);
            claim(store, 1_000);
            store.tidy();
            await().until(() -> vacuums() == 2);
            vacuum.claimed(1_000);
            seconds.addAndGet(20);
            vacuum.run();
            assertThat(vacuums()).isEqualTo(2);
        }
    }

    @Test
    void a_user_who_may_not_vacuum_is_told_once() throws SQLException {
        JdbcJobStore.open(url).close();
        String user = "worker_" + Long.toHexString(System.nanoTime());
        String schema = url.replaceFirst(".*currentSchema=", "");
        Databases.execute(
                url,
                "create role " + user + " login password 'secret'",
                "grant usage on schema " + schema + " to " + user,
                "grant select, insert, update, delete on all tables in schema " + schema + " to " + user);
        String anybody = url.replaceAll("(user|password)=[^&]*&?", "");
        try (CapturedLog log = new CapturedLog();
                JdbcJobStore store = JdbcJobStore.builder()
                        .url(anybody)
                        .user(user)
                        .password("secret")
                        .migrate(false)
                        .build()) {
            store.open();
            for (int round = 0; round < 2; round++) {
                claim(store, 1_000);
                store.tidy();
            }
            assertThat(log.lines("does not let us vacuum .*permission denied")).hasSize(1);
            assertThat(vacuums()).isZero();
        } finally {
            Databases.execute(url, "drop owned by " + user, "drop role " + user);
        }
    }

    @Test
    void other_databases_need_none() {
        try (JdbcJobStore store = JdbcJobStore.open(Databases.empty(JdbcDialect.H2))) {
            claim(store, 1_000);
            store.tidy();
        }
    }

    private void claim(JdbcJobStore store, int jobs) {
        store.insert(Samples.jobs(jobs));
        assertThat(Samples.claim(store, node, jobs)).hasSize(jobs);
    }

    private long vacuums() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return Query.list(
                            connection,
                            "select vacuum_count from pg_stat_user_tables where relname = 'job'"
                                    + " and schemaname = current_schema()",
                            row -> row.getLong(1))
                    .get(0);
        }
    }
}
