package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.jdbc.Transactions.Handlers;
import io.runasjob.job.Attempt;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobRequest;
import io.runasjob.job.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler method that takes a connection: its return is the commit, what it throws is the rollback. */
@Timeout(120)
class GivenConnectionTest {

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void the_return_commits_effect_and_end(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            JobHandle<String> handle = test.service.submit(JobRequest.<String>ofType("given", 1));
            assertThat(handle.await(Transactions.LONG)).isEqualTo("given 1");
            assertThat(test.effects()).containsExactly(1);
            assertThat(test.handlers.seen("autoCommit", Boolean.class)).isFalse();
            assertThat(test.handlers.seen("isolation", Integer.class)).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void an_exception_rolls_back_and_counts_as_a_failure(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            JobHandle<Void> handle = test.service.submit(JobRequest.ofType("given.and.fails", 2));
            assertThatThrownBy(() -> handle.await(Transactions.LONG))
                    .isInstanceOf(JobFailedException.class)
                    .hasMessageContaining("after the effect");
            assertThat(test.effects()).isEmpty();
            assertThat(test.service.attempts(handle.id()))
                    .extracting(Attempt::outcome)
                    .containsExactly(Outcome.FAILED, Outcome.FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_commit_of_the_handler_s_own_is_refused_and_says_why(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            JobHandle<Void> handle = test.service.submit(JobRequest.ofType("given.and.commits", 3));
            assertThatThrownBy(() -> handle.await(Transactions.LONG))
                    .isInstanceOf(JobFailedException.class)
                    .hasMessageContaining("Return to commit both");
            assertThat(test.effects()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void the_connection_is_of_no_use_after_the_handler(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            test.service.submit(JobRequest.ofType("given", 4)).await(Transactions.LONG);
            Connection late = test.handlers.seen("given", Connection.class);
            org.awaitility.Awaitility.await().until(late::isClosed);
            assertThatThrownBy(() -> Transactions.effect(late, 5)).isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void the_connection_is_given_back_always(JdbcDialect dialect) throws Exception {
        String url = Databases.empty(dialect);
        Databases.execute(url, "create table effect (number integer not null)");
        WatchedDataSource source = new WatchedDataSource(url);
        try (JobService service = JobService.builder()
                .store(JdbcJobStore.of(source))
                .register(new Handlers(url))
                .start()) {
            for (int number = 0; number < 10; number++) {
                service.submit(JobRequest.ofType("given", number)).await(Transactions.LONG);
                JobHandle<?> failing = service.submit(JobRequest.ofType("given.and.commits", number));
                assertThatThrownBy(() -> failing.await(Transactions.LONG)).isInstanceOf(JobFailedException.class);
            }
        }
        assertThat(Transactions.effects(url)).hasSize(10);
        source.forget();
        assertThat(source.mostOpenConnections()).isZero();
    }
}
