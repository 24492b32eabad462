package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.Job;
import io.runasjob.job.NodeId;
import io.runasjob.job.Progress;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.spi.ProgressUpdate;
import io.runasjob.spi.WakeUp.Bell;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EngineTest {
    private final NodeId node = NodeId.random();

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void claims_use_one_connection_the_rest_of_the_engine_one_the_heartbeat_one_and_the_doorbell_one(
            JdbcDialect dialect) {
        WatchedDataSource source = new WatchedDataSource(Databases.empty(dialect));
        try (JdbcJobStore store = JdbcJobStore.of(source)) {
            store.open();
            store.insert(Samples.jobs(200));
            store.register(registration());
            boolean listens = dialect == JdbcDialect.POSTGRESQL;
            await().until(() -> store.wakeUp().reachesOtherJvms() == listens);
            source.forget();
            store.heartbeat(node);
            CompletableFuture<?>[] threads = Stream.generate(
                            () -> CompletableFuture.runAsync(() -> workOff(store), OwnThread::start))
                    .limit(8)
                    .toArray(CompletableFuture<?>[]::new);
            assertThat(CompletableFuture.allOf(threads)).succeedsWithin(1, TimeUnit.MINUTES);
            assertThat(source.mostOpenConnections()).isEqualTo(listens ? 4 : 3);
        }
    }

    @ParameterizedTest
    @CsvSource({"40001, 0", "40P01, 0", "23505, 0", "HY000, 1213", "HY000, 1205", "HY000, 1020", "23000, 1062"})
    void a_lost_race_is_tried_again_and_counted(String state, int code) {
        Database database = new Database(new WatchedDataSource(Databases.empty(JdbcDialect.H2)), "test");
        AtomicInteger tries = new AtomicInteger();
        String answer = database.user("try", connection -> failUntil(tries, 4, new SQLException("race", state, code)));
        assertThat(answer).isEqualTo("done");
        assertThat(tries).hasValue(4);
        assertThat(database.lostRaces()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_borrowed_connection_goes_back_as_it_came_and_works_with_read_committed(JdbcDialect dialect)
            throws SQLException {
        try (Connection host = DriverManager.getConnection(Databases.empty(dialect))) {
            host.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            host.setAutoCommit(false);
            Database database = new Database(new WatchedDataSource(host), "test");
            database.adopt(host);
            host.rollback();
            int inside = database.user("look", Connection::getTransactionIsolation);
            assertThat(inside).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(host.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(host.getAutoCommit()).isFalse();
        }
    }

    @Test
    void races_that_never_end_are_given_up() {
        Database database = new Database(new WatchedDataSource(Databases.empty(JdbcDialect.H2)), "test");
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() ->
                        database.user("try", connection -> failUntil(tries, 1_000, new SQLException("race", "40001"))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(tries).hasValueBetween(5, 50);
    }

    @Test
    void a_broken_connection_is_not_tried_again_since_the_commit_may_have_happened() {
        Database database = new Database(new WatchedDataSource(Databases.empty(JdbcDialect.H2)), "test");
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() ->
                        database.user("try", connection -> failUntil(tries, 9, new SQLException("gone", "08006"))))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Could not try");
        assertThat(tries).hasValue(1);
    }

    /** Two transactions lock two queues in opposite orders: the server breaks one off, which then goes well. */
    @ParameterizedTest
    @EnumSource(value = JdbcDialect.class, names = "H2", mode = EnumSource.Mode.EXCLUDE)
    void a_deadlock_is_tried_again_and_counted(JdbcDialect dialect) throws Exception {
        String url = Databases.empty(dialect);
        Databases.execute(url, "create table t (id integer primary key)", "insert into t (id) values (1), (2)");
        Database database = new Database(new WatchedDataSource(url), "test");
        CyclicBarrier both = new CyclicBarrier(2);
        CompletableFuture<Integer> one =
                CompletableFuture.supplyAsync(() -> lockBoth(database, both, 1, 2), OwnThread::start);
        CompletableFuture<Integer> two =
                CompletableFuture.supplyAsync(() -> lockBoth(database, both, 2, 1), OwnThread::start);
        assertThat(one).succeedsWithin(1, TimeUnit.MINUTES);
        assertThat(two).succeedsWithin(1, TimeUnit.MINUTES);
        assertThat(one.get() + two.get()).isEqualTo(3);
        assertThat(database.lostRaces()).isEqualTo(1);
    }

    /** The number of tries; only the first tries meet. */
    private static int lockBoth(Database database, CyclicBarrier both, int first, int second) {
        AtomicInteger tries = new AtomicInteger();
        return database.user("lock", connection -> {
            Query.update(connection, "update t set id = id where id = ?", first);
            if (tries.incrementAndGet() == 1) {
                meet(both);
            }
            Query.update(connection, "update t set id = id where id = ?", second);
            return tries.get();
        });
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_heartbeat_survives_the_end_of_its_connection() {
        String url = Databases.empty(JdbcDialect.POSTGRESQL) + "&ApplicationName=heartbeats";
        try (JdbcJobStore store = JdbcJobStore.of(new WatchedDataSource(url))) {
            store.open();
            store.register(registration());
            assertThat(store.heartbeat(node).known()).isTrue();
            Databases.execute(
                    url.replace("heartbeats", "killer"),
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'heartbeats'");
            assertThat(store.heartbeat(node).known()).isTrue();
        }
    }

    private static String failUntil(AtomicInteger tries, int last, SQLException error) throws SQLException {
        if (tries.incrementAndGet() < last) {
            throw error;
        }
        return "done";
    }

    private void workOff(JdbcJobStore store) {
        for (List<Job> jobs = Samples.claim(store, node, 10); !jobs.isEmpty(); jobs = Samples.claim(store, node, 10)) {
            Progress half = new Progress(1, 2L, null, "half");
            store.saveProgress(jobs.stream()
                    .map(job -> new ProgressUpdate(job.lease().orElseThrow(), half))
                    .toList());
            store.finish(jobs.stream()
                    .<AttemptEnd>map(job -> new AttemptEnd.Completed(job.lease().orElseThrow(), null))
                    .toList());
            store.promote(10);
            store.rescue(3, 10);
            store.wakeUp().ring(Bell.READY);
        }
    }

    private Registration registration() {
        return new Registration(node, "here", 1, Set.of(), Set.of(), Duration.ofMinutes(5));
    }
}
