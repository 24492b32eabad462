package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.NodeId;
import io.runasjob.job.StoreClosedException;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.NodeRegistry.Registration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when another session holds the rows of the nodes and does not let go. */
@Timeout(60)
class TimeLimitTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final NodeId node = NodeId.random();
    private final String url = Databases.empty(JdbcDialect.POSTGRESQL);
    private final JdbcJobStore store = JdbcJobStore.open(url);
    private Connection other;

    @BeforeEach
    void connect() throws SQLException {
        other = DriverManager.getConnection(url);
        other.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        other.close();
        store.close();
    }

    @Test
    void a_heartbeat_on_a_locked_row_fails_within_a_third_of_the_time_until_the_node_is_dead() throws SQLException {
        register(Duration.ofSeconds(6));
        store.heartbeat(node);
        lockNodes();
        long start = System.nanoTime();

        assertThatThrownBy(() -> store.heartbeat(node)).isInstanceOf(StoreUnavailableException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
        other.rollback();
        assertThat(store.heartbeat(node).known()).isTrue();
    }

    @Test
    void a_store_closes_while_its_heartbeat_waits_for_a_locked_row() throws SQLException {
        register(Duration.ofMinutes(5));
        store.heartbeat(node);
        lockNodes();
        CompletableFuture<?> heartbeat = CompletableFuture.runAsync(() -> store.heartbeat(node), OwnThread::start);
        await().until(this::somebodyWaits);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(store::close, OwnThread::start);

        assertThat(closing).succeedsWithin(SOON);
        assertThat(heartbeat)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StoreClosedException.class);
    }

    @Test
    void the_last_heartbeat_of_a_node_does_not_wait_for_a_locked_row_for_good() throws SQLException {
        register(Duration.ofSeconds(3));
        lockNodes();
        CompletableFuture<Void> last = CompletableFuture.runAsync(() -> store.deregister(node), OwnThread::start);

        assertThat(last).failsWithin(SOON);
    }

    @Test
    void a_connection_goes_back_with_the_time_limit_of_the_host_and_a_shorter_one_stays() throws SQLException {
        other.setNetworkTimeout(Runnable::run, 45_000);
        Database database = new Database(new WatchedDataSource(other), "test");
        database.adopt(other);
        other.rollback();

        List<Integer> inside = List.of(
                database.user("look", Connection::getNetworkTimeout),
                database.engine("look", Connection::getNetworkTimeout));

        assertThat(inside).containsExactly(45_000, 30_000);
        assertThat(other.getNetworkTimeout()).isEqualTo(45_000);
    }

    private void register(Duration deadAfter) {
        store.register(new Registration(node, "here", 1, Set.of(), Set.of(), deadAfter));
    }

    private void lockNodes() throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute("select * from job_node for update");
        }
    }

    private boolean somebodyWaits() throws SQLException {
        String waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and query like 'update job_node%'";
        return Query.list(other, waiting, row -> row.getInt(1)).get(0) > 0;
    }
}
