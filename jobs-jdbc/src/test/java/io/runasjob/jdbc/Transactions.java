package io.runasjob.jdbc;

import io.runasjob.JobService;
import io.runasjob.annotation.RunAsJob;
import io.runasjob.job.JobContext;
import io.runasjob.job.LeaseLostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A running service beside a table of effects without any key, so that doubles stay visible; for tests of transactions. */
final class Transactions implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);

    final String url;
    final JobService service;
    final Handlers handlers;

    Transactions(JdbcDialect dialect) {
        this(Databases.empty(dialect));
    }

    Transactions(String url) {
        this.url = url;
        this.handlers = new Handlers(url);
        Databases.execute(url, "create table effect (number integer not null)");
        this.service = JobService.builder()
                .store(JdbcJobStore.open(url))
                .register(handlers)
                .queue("default", 4)
                .start();
    }

    /** A connection of the application's, in a transaction. */
    Connection begin() throws SQLException {
        return begin(url);
    }

    static Connection begin(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    static void effect(Connection connection, int number) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into effect (number) values (?)")) {
            insert.setInt(1, number);
            insert.executeUpdate();
        }
    }

    /** What is committed, doubles included. */
    static List<Integer> effects(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return Query.list(connection, "select number from effect order by 1", row -> row.getInt(1));
        }
    }

    List<Integer> effects() throws SQLException {
        return effects(url);
    }

    @Override
    public void close() {
        service.close();
    }

    /** Handlers that write effects in every way that there is. */
    static final class Handlers {
        final Map<Integer, Long> startedNanos = new ConcurrentHashMap<>();
        final Map<String, Object> seen = new ConcurrentHashMap<>();
        final CountDownLatch mayGoOn = new CountDownLatch(1);
        final CountDownLatch begun = new CountDownLatch(1);

        /** What stands between the handlers and the database; by default nothing. */
        volatile UnaryOperator<Connection> wire = connection -> connection;

        private final String url;

        Handlers(String url) {
            this.url = url;
        }

        @RunAsJob(type = "twice")
        int twice(int number) {
            startedNanos.put(number, System.nanoTime());
            return 2 * number;
        }

        @RunAsJob(type = "fenced", backoff = "PT0.01S")
        String fenced(int number, JobContext job) throws SQLException {
            try (Connection connection = wire.apply(begin(url))) {
                effect(connection, number);
                JdbcTransaction.complete(job, connection, "fenced " + number);
                seen.put("completed", job.attempt());
                return "ignored";
            }
        }

        @RunAsJob(type = "fenced.then.throw")
        void fencedThenThrow(int number, JobContext job) throws SQLException {
            fenced(number, job);
            throw new IllegalStateException("too late to matter");
        }

        @RunAsJob(type = "swallow", maxAttempts = 1)
        String swallow(int number, JobContext job) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url)) {
                JdbcTransaction.complete(job, connection, "with auto-commit on");
            } catch (RuntimeException e) {
                seen.put("swallowed", e);
            }
            return "as if nothing had happened";
        }

        @RunAsJob(type = "stale", maxAttempts = 1)
        void stale(int number, JobContext job) throws SQLException {
            try (Connection connection = begin(url)) {
                effect(connection, number);
                Databases.execute(url, "update job set attempt = attempt + 1 where type = 'stale'");
                JdbcTransaction.complete(job, connection, null);
            } catch (LeaseLostException e) {
                seen.put("stale", e);
                throw e;
            }
        }

        @RunAsJob(type = "waiting")
        String waiting(int number, JobContext job) throws SQLException {
            begun.countDown();
            try (Connection connection = begin(url)) {
                effect(connection, number);
                uninterrupted();
                JdbcTransaction.complete(job, connection, "cancelled: " + job.isCancelled());
                return "";
            }
        }

        @RunAsJob(type = "given")
        String given(int number, Connection connection, JobContext job) throws SQLException {
            seen.put("given", connection);
            seen.put("autoCommit", connection.getAutoCommit());
            seen.put("isolation", connection.getTransactionIsolation());
            effect(connection, number);
            return "given " + number;
        }

        @RunAsJob(type = "given.and.fails", maxAttempts = 2, backoff = "PT0.01S")
        void givenAndFails(int number, Connection connection) throws SQLException {
            effect(connection, number);
            throw new IllegalStateException("after the effect");
        }

        @RunAsJob(type = "given.and.commits", maxAttempts = 1)
        void givenAndCommits(int number, Connection connection) throws SQLException {
            effect(connection, number);
            connection.commit();
        }

        @RunAsJob(type = "keep")
        void keep(JobContext job) {
            seen.put("context", job);
        }

        private void uninterrupted() {
            boolean interrupted = false;
            while (mayGoOn.getCount() > 0) {
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        <T> T seen(String what, Class<T> type) {
            return type.cast(Objects.requireNonNull(seen.get(what)));
        }
    }
}
