package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.JobHandle;
import io.runasjob.jdbc.Transactions.Handlers;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.LeaseLostException;
import io.runasjob.job.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler writes and the end of its attempt are one commit. */
@Timeout(120)
class FencedEndTest {

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void effect_and_end_are_committed_together_and_who_awaits_gets_the_result(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            JobHandle<String> handle = test.service.submit(Handlers::fenced, 1);
            assertThat(handle.await(Transactions.LONG)).isEqualTo("fenced 1");
            assertThat(test.effects()).containsExactly(1);
            assertEnded(test, handle, Outcome.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_job_that_runs_here_and_now_ends_the_same_way(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            assertThat(test.service.run(Handlers::fenced, 1)).isEqualTo("fenced 1");
            assertThat(test.service.run(JobRequest.<String>ofType("given", 2))).isEqualTo("given 2");
            assertThat(test.effects()).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void what_the_handler_throws_afterwards_changes_nothing(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            JobHandle<Void> handle = test.service.submit(Handlers::fencedThenThrow, 2);
            assertThat(test.service.handle(handle.id(), String.class).await(Transactions.LONG))
                    .isEqualTo("fenced 2");
            assertThat(test.effects()).containsExactly(2);
            assertEnded(test, handle, Outcome.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_stale_attempt_learns_it_and_its_transaction_is_rolled_back(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            JobHandle<Void> handle = test.service.submit(Handlers::stale, 3);
            await().untilAsserted(() -> assertThat(test.handlers.seen).containsKey("stale"));
            assertThat(test.handlers.seen("stale", Exception.class)).isInstanceOf(LeaseLostException.class);
            assertThat(test.effects()).isEmpty();
            assertThat(handle.job().status()).isEqualTo(JobStatus.RUNNING);
            assertThat(handle.job().attempt()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_commit_whose_answer_is_lost_is_read_back_and_not_repeated(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            test.handlers.wire = loseOneCommit(true);
            JobHandle<String> handle = test.service.submit(Handlers::fenced, 4);
            assertThat(handle.await(Transactions.LONG)).isEqualTo("fenced 4");
            assertThat(test.effects()).containsExactly(4);
            await().untilAsserted(() -> assertThat(test.handlers.seen).containsEntry("completed", 1));
            assertEnded(test, handle, Outcome.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_commit_that_never_arrived_is_a_failure_that_is_tried_again(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            test.handlers.wire = loseOneCommit(false);
            JobHandle<String> handle = test.service.submit(Handlers::fenced, 5);
            assertThat(handle.await(Transactions.LONG)).isEqualTo("fenced 5");
            assertThat(test.effects()).containsExactly(5);
            assertEnded(test, handle, Outcome.FAILED, Outcome.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_completion_wins_over_a_cancel_that_came_before_it(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            JobHandle<String> handle = test.service.submit(Handlers::waiting, 6);
            test.handlers.begun.await();
            assertThat(handle.cancel()).isEqualTo(CancelAnswer.REQUESTED);
            test.handlers.mayGoOn.countDown();
            assertThat(handle.await(Transactions.LONG)).startsWith("cancelled: ");
            assertThat(test.effects()).containsExactly(6);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_handler_that_swallows_a_failed_completion_has_not_succeeded(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            JobHandle<String> handle = test.service.submit(Handlers::swallow, 7);
            assertThatThrownBy(() -> handle.await(Transactions.LONG))
                    .isInstanceOf(JobFailedException.class)
                    .hasMessageContaining("auto-commit");
            assertThat(test.handlers.seen("swallowed", Exception.class)).isInstanceOf(InvalidValueException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void the_context_of_a_handler_that_has_ended_commits_nothing(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            test.service.submit(Handlers::keep).await(Transactions.LONG);
            JobContext old = test.handlers.seen("context", JobContext.class);
            Transactions.effect(connection, 8);
            assertThatThrownBy(() -> JdbcTransaction.complete(old, connection, null))
                    .isInstanceOf(LeaseLostException.class);
            connection.commit();
            assertThat(test.effects()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_connection_to_another_database_ends_no_job(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Transactions other = new Transactions(dialect);
                Connection connection = other.begin()) {
            var id = test.service.create(JobRequest.ofType("by.hand"));
            JobContext context = test.service.start(id);
            Transactions.effect(connection, 1);
            assertThatThrownBy(() -> JdbcTransaction.complete(context, connection, null))
                    .isInstanceOf(InvalidValueException.class);
            connection.commit();
            assertThat(other.effects()).containsExactly(1);
            assertThat(test.service.isRunning(id)).isTrue();
            test.service.complete(id, null);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_job_driven_by_hand_ends_with_its_driver_s_transaction(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = test.begin()) {
            var id = test.service.create(JobRequest.ofType("by.hand"));
            JobContext context = test.service.start(id);
            Transactions.effect(connection, 9);
            JdbcTransaction.complete(context, connection, "done");
            assertThat(test.service.handle(id).await(Transactions.LONG)).isEqualTo("done");
            assertThat(test.effects()).containsExactly(9);
        }
    }

    private static void assertEnded(Transactions test, JobHandle<?> handle, Outcome... outcomes) {
        assertThat(handle.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(test.service.attempts(handle.id()))
                .extracting(attempt -> attempt.outcome())
                .containsExactly(outcomes);
    }

    /** The first commit says that the connection broke: after it took place, or instead of it. */
    private static UnaryOperator<Connection> loseOneCommit(boolean takesPlace) {
        AtomicBoolean lost = new AtomicBoolean();
        return real -> (Connection) Proxy.newProxyInstance(
                FencedEndTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean loses = method.getName().equals("commit") && !lost.getAndSet(true);
                    if (loses && !takesPlace) {
                        real.rollback();
                    }
                    if (!loses || takesPlace) {
                        Object answer = invoke(real, method, arguments);
                        if (!loses) {
                            return answer;
                        }
                    }
                    throw new SQLException("the answer was lost", "08006");
                });
    }

    private static Object invoke(Connection real, java.lang.reflect.Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
