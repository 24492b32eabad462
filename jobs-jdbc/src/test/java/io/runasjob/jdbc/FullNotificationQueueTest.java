package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.JobQuery;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody listens and stays in a transaction, so that PostgreSQL must keep all notifications, until it can keep no more. */
class FullNotificationQueueTest {
    private static final String LONG = "select pg_notify('brimful', repeat('x', 7000))";

    @Test
    void a_job_is_stored_although_no_ring_can_travel_with_it() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("max_notify_queue_pages", "64")
                        .start();
                JdbcJobStore store = JdbcJobStore.open(server.getJdbcUrl("postgres", "postgres"));
                Connection deaf = server.getPostgresDatabase().getConnection();
                Connection filler = server.getPostgresDatabase().getConnection()) {
            await().atMost(WakeUpNode.PATIENCE).until(() -> store.wakeUp().reachesOtherJvms());
            execute(deaf, "listen brimful");
            deaf.setAutoCommit(false);
            execute(deaf, "select 1");
            assertThatThrownBy(() -> fill(filler))
                    .isInstanceOf(SQLException.class)
                    .satisfies(error -> assertThat(PostgresChannel.Ride.isRefused((SQLException) error))
                            .isTrue());

            NewJob job = Samples.jobs(1).get(0);
            assertThat(store.insert(List.of(job))).containsExactly(new Admission(job.id(), true));
            assertThat(store.list(JobQuery.all()).items()).hasSize(1);
        }
    }

    private static void fill(Connection connection) throws SQLException {
        for (int i = 0; i < 1_000; i++) {
            execute(connection, LONG);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
