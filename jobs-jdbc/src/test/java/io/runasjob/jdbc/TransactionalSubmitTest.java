package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.JobHandle;
import io.runasjob.JobsInTransaction;
import io.runasjob.jdbc.Transactions.Handlers;
import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.Job;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.NodeId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.QueueFullException;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.NewJob;
import io.runasjob.testkit.SampleJobs;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job that is submitted in the application's transaction exists if and only if that transaction commits. */
@Timeout(120)
class TransactionalSubmitTest {

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_job_is_seen_by_nobody_before_the_commit_and_runs_after_it(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            JobHandle<Integer> handle = using(test, connection).submit(Handlers::twice, 21);
            assertThat(handle.created()).isTrue();
            assertThat(test.service.find(handle.id())).isEmpty();
            connection.commit();
            assertThat(handle.await(Transactions.LONG)).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void nobody_claims_a_job_before_its_transaction_is_committed(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                JobStore store = JdbcJobStore.open(test.url);
                Connection connection = test.begin()) {
            store.open();
            NewJob job = SampleJobs.sample()
                    .queue("unserved")
                    .claimedBy(NodeId.random())
                    .one();
            assertThat(store.joining(JdbcTransaction.of(connection)).insert(List.of(job)))
                    .containsExactly(new Admission(job.id(), true));
            connection.commit();
            assertThat(store.find(List.of(job.id()))).extracting(Job::status).containsExactly(JobStatus.PENDING);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void nothing_is_left_of_a_transaction_that_is_rolled_back(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            JobRequest<Integer> request =
                    JobRequest.of(Handlers::twice, 1).uniqueKey("one").tags("t").subject("k", 1);
            JobHandle<Integer> handle = using(test, connection).submit(request);
            connection.rollback();
            assertThat(test.service.find(handle.id())).isEmpty();
            assertThat(test.service.submit(request).await(Transactions.LONG)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void of_200_transactions_exactly_the_committed_half_runs(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            List<JobHandle<Integer>> committed = new ArrayList<>();
            for (int number = 0; number < 200; number++) {
                Transactions.effect(connection, number);
                JobHandle<Integer> handle = using(test, connection).submit(Handlers::twice, number);
                if (number % 2 == 0) {
                    connection.commit();
                    committed.add(handle);
                } else {
                    connection.rollback();
                }
            }
            for (JobHandle<Integer> handle : committed) {
                handle.await(Transactions.LONG);
            }
            List<Integer> even =
                    IntStream.range(0, 100).map(half -> 2 * half).boxed().toList();
            assertThat(test.handlers.startedNanos).containsOnlyKeys(even);
            assertThat(test.effects()).isEqualTo(even);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void many_jobs_of_one_call_are_committed_together(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            List<JobHandle<Integer>> handles = using(test, connection)
                    .submitAll(IntStream.range(0, 3_000)
                            .mapToObj(number -> JobRequest.of(Handlers::twice, number))
                            .toList());
            assertThat(test.handlers.startedNanos).isEmpty();
            connection.commit();
            for (int number = 0; number < handles.size(); number++) {
                assertThat(handles.get(number).await(Transactions.LONG)).isEqualTo(2 * number);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_refused_unique_key_leaves_the_transaction_usable(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            JobRequest<Integer> held =
                    JobRequest.of(Handlers::twice, 1).uniqueKey("held").in(Duration.ofHours(1));
            JobRequest<Integer> fresh = JobRequest.of(Handlers::twice, 8).uniqueKey("fresh");
            JobHandle<Integer> holder = test.service.submit(held);
            Transactions.effect(connection, 7);
            JobsInTransaction jobs = using(test, connection);
            assertThatThrownBy(() -> jobs.submitAll(List.of(fresh, held))).isInstanceOf(DuplicateJobException.class);
            JobHandle<Integer> existing = jobs.submit(held.uniqueKey("held", OnDuplicate.RETURN_EXISTING));
            assertThat(existing.created()).isFalse();
            assertThat(existing.id()).isEqualTo(holder.id());
            JobHandle<Integer> other = jobs.submit(fresh);
            connection.commit();
            assertThat(other.await(Transactions.LONG)).isEqualTo(16);
            assertThat(test.effects()).containsExactly(7);
            assertThat(test.handlers.startedNanos).containsOnlyKeys(8);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_full_queue_leaves_the_transaction_usable(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            test.service.limit("small", 1);
            JobsInTransaction jobs = using(test, connection);
            JobRequest<Integer> small = JobRequest.of(Handlers::twice, 1).queue("small");
            JobHandle<Integer> first = jobs.submit(small);
            assertThatThrownBy(() -> jobs.submit(small)).isInstanceOf(QueueFullException.class);
            Transactions.effect(connection, 9);
            connection.commit();
            assertThat(test.service.find(first.id())).isPresent();
            assertThat(test.effects()).containsExactly(9);
        }
    }

    /** PostgreSQL and H2 break such a transaction off, as they do when any row changed under it. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void a_key_taken_since_the_snapshot_of_the_transaction_is_seen(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            execute(connection, "select count(*) from effect");
            JobRequest<Integer> request = JobRequest.of(Handlers::twice, 1)
                    .in(Duration.ofHours(1))
                    .uniqueKey("k", OnDuplicate.RETURN_EXISTING);
            JobHandle<Integer> holder = test.service.submit(request);
            assertThat(using(test, connection).submit(request).id()).isEqualTo(holder.id());
            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_unique_key_of_an_open_transaction_makes_others_wait_for_its_outcome(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            JobRequest<Integer> request = JobRequest.of(Handlers::twice, 1).uniqueKey("k");
            using(test, connection).submit(request);
            var waiting = CompletableFuture.supplyAsync(() -> test.service.submit(request), OwnThread::start);
            assertThat(waiting).isNotDone();
            connection.rollback();
            assertThat(waiting.get(30, TimeUnit.SECONDS).await(Transactions.LONG))
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void the_connection_keeps_its_settings_its_savepoints_and_stays_open(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            Transactions.effect(connection, 1);
            var before = connection.setSavepoint();
            Transactions.effect(connection, 2);
            if (dialect == JdbcDialect.POSTGRESQL) {
                execute(connection, "set local synchronous_commit = on"); // off by default in embedded servers
            }
            List<String> settings = settings(connection, dialect);
            using(test, connection).submit(Handlers::twice, 1);
            assertThat(settings(connection, dialect)).isEqualTo(settings);
            assertThat(connection.isClosed()).isFalse();
            connection.rollback(before);
            connection.commit();
            assertThat(test.effects()).containsExactly(1);
            assertThat(test.service.list(JobQuery.all()).items()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_transaction_of_jooq_is_joined(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            connection.setAutoCommit(true);
            DSLContext dsl = DSL.using(connection);
            JobHandle<Integer> committed = dsl.transactionResult(configuration ->
                    test.service.using(JdbcTransaction.of(configuration.dsl())).submit(Handlers::twice, 4));
            assertThat(committed.await(Transactions.LONG)).isEqualTo(8);
            assertThatThrownBy(() -> dsl.transaction(configuration -> {
                        test.service
                                .using(JdbcTransaction.of(configuration.dsl()))
                                .submit(Handlers::twice, 5);
                        throw new IllegalStateException("roll back");
                    }))
                    .hasMessageContaining("roll back");
            assertThat(test.service.list(JobQuery.all()).items()).hasSize(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> settings(Connection connection, JdbcDialect dialect) throws SQLException {
        List<String> settings = new ArrayList<>(List.of(
                "auto-commit " + connection.getAutoCommit(),
                "isolation " + connection.getTransactionIsolation(),
                "read-only " + connection.isReadOnly(),
                "holdability " + connection.getHoldability(),
                "timeout " + connection.getNetworkTimeout(),
                "schema " + connection.getSchema()));
        if (dialect == JdbcDialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("select name || ' ' || setting from pg_settings order by name")) {
                while (rows.next()) {
                    settings.add(rows.getString(1));
                }
            }
        }
        return settings;
    }

    private static JobsInTransaction using(Transactions test, Connection connection) {
        return test.service.using(JdbcTransaction.of(connection));
    }
}
