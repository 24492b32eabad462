package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.NodeId;
import io.runasjob.spi.NodeRegistry.Registration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PostgresRescueTest {
    private final NodeId living = NodeId.random();

    /** Reads the rows of a rescue one by one, as they are locked; between two rows the world moves on. */
    @Test
    void a_job_that_was_rescued_and_claimed_since_the_snapshot_is_not_lost() throws SQLException {
        String url = Databases.empty(JdbcDialect.POSTGRESQL);
        try (JdbcJobStore store = JdbcJobStore.open(url);
                Connection slow = DriverManager.getConnection(url)) {
            store.register(new Registration(living, "here", 1, Set.of(), Set.of(), Duration.ofMinutes(5)));
            store.insert(Samples.jobs(3));
            List<UUID> ids = Samples.claim(store, NodeId.random(), 3).stream()
                    .map(job -> job.id().value())
                    .toList();
            slow.setAutoCommit(false);
            try (Statement hints = slow.createStatement()) {
                hints.execute(new PostgresGrammar().byIndexOnly());
            }
            String lost = new Sql(JdbcDialect.POSTGRESQL, "job").render(RescueJobs.LOCK);
            try (PreparedStatement rescue = slow.prepareStatement(lost)) {
                rescue.setArray(1, slow.createArrayOf("uuid", ids.toArray()));
                rescue.setFetchSize(1);
                ResultSet rows = rescue.executeQuery();
                assertThat(rows.next()).isTrue();
                assertThat(store.rescue(3, 500)).hasSize(2);
                assertThat(Samples.claim(store, living, 3)).hasSize(2);

                assertThat(rows.next()).isFalse();
            }
        }
    }
}
