package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.jdbc.Transactions.Handlers;
import io.runasjob.spi.JobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker begins soon after the commit of the application's transaction, although the claimer has ceased to poll by then. */
@Timeout(120)
class CommitToStartTest {
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final int TIMES = 3;

    private volatile long lastClaim = System.nanoTime();

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void the_job_of_a_long_transaction_starts_without_waiting_for_a_poll(JdbcDialect dialect) throws Exception {
        String url = Databases.empty(dialect);
        Handlers handlers = new Handlers(url);
        try (JobService service = service(url, handlers);
                Connection connection = Transactions.begin(url)) {
            long[] micros = new long[TIMES];
            for (int number = 0; number < TIMES; number++) {
                JobHandle<Integer> handle =
                        service.using(JdbcTransaction.of(connection)).submit(Handlers::twice, number);
                awaitQuiet();
                micros[number] = commitToStart(connection, handlers, handle, number);
            }
            assertFast(dialect + ", transaction of seconds", micros);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void the_job_of_a_short_transaction_starts_at_once(JdbcDialect dialect) throws Exception {
        String url = Databases.empty(dialect);
        Handlers handlers = new Handlers(url);
        try (JobService service = service(url, handlers);
                Connection connection = Transactions.begin(url)) {
            long[] micros = new long[TIMES];
            for (int number = 0; number < TIMES; number++) {
                awaitQuiet();
                JobHandle<Integer> handle =
                        service.using(JdbcTransaction.of(connection)).submit(Handlers::twice, number);
                micros[number] = commitToStart(connection, handlers, handle, number);
            }
            assertFast(dialect + ", transaction of milliseconds", micros);
        }
    }

    private static long commitToStart(Connection connection, Handlers handlers, JobHandle<?> handle, int number)
            throws Exception {
        connection.commit();
        long committed = System.nanoTime();
        handle.await(Transactions.LONG);
        return TimeUnit.NANOSECONDS.toMicros(handlers.startedNanos.get(number) - committed);
    }

    private static void assertFast(String what, long[] micros) {
        Arrays.sort(micros);
        System.out.println("commit to start, " + what + ", µs: " + Arrays.toString(micros));
        assertThat(TimeUnit.MICROSECONDS.toMillis(micros[TIMES / 2])).isLessThan(150);
    }

    private JobService service(String url, Handlers handlers) {
        JdbcJobStore real = JdbcJobStore.open(url);
        JobStore watched = (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {JobStore.class},
                (proxy, method, arguments) -> call(real, method, arguments));
        boolean hears = url.startsWith("jdbc:postgresql");
        await().until(() -> real.wakeUp().reachesOtherJvms() == hears);
        return JobService.builder().store(watched).register(handlers).start();
    }

    private Object call(JobStore real, Method method, Object[] arguments) throws Throwable {
        try {
            Object answer = method.invoke(real, arguments);
            if (method.getName().equals("claim")) {
                lastClaim = System.nanoTime();
            }
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** From now on the claimer waits for the bell, or for a look of its node. */
    private void awaitQuiet() {
        await().until(() -> System.nanoTime() - lastClaim > QUIET_NANOS);
    }
}
