package io.runasjob.bench.system;

import com.zaxxer.hikari.HikariDataSource;
import io.runasjob.bench.node.Work;
import io.runasjob.jdbc.JdbcDialect;
import io.runasjob.jdbc.JdbcSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * No framework: plain JDBC on the tables of RunAsJob. What a framework costs is the distance to this. PostgreSQL only.
 */
final class BareSystem implements JobSystem {
    private static final int WORKERS = 2;
    private static final int BATCH = 500;
    private static final int CONNECTIONS = 12;

    private final HikariDataSource dataSource;
    private final AtomicLong ids = new AtomicLong();
    private final List<BareWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    BareSystem(String url) {
        dataSource = Pools.fixed(url, CONNECTIONS);
    }

    @Override
    public void createTables() throws SQLException {
        Scripts.run(dataSource, JdbcSchema.print(JdbcDialect.POSTGRESQL));
    }

    @Override
    public void open(Role role) {
        // its connections are open, and workers start when they resume
    }

    @Override
    public void submit(Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(BareSql.INSERT_ONE)) {
            insert.setObject(1, nextId());
            insert.setString(2, payload(work));
            insert.executeUpdate();
        }
    }

    @Override
    public void submitAll(List<Work> works) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(BareSql.INSERT_MANY)) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", works.stream().map(work -> nextId()).toArray()));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "text", works.stream().map(BareSystem::payload).toArray()));
            insert.executeUpdate();
        }
        ring();
    }

    @Override
    public void submitAt(List<Work> works, Instant due) {
        throw new UnsupportedOperationException("The bare database has no clock");
    }

    @Override
    public void ring() throws SQLException {
        Scripts.run(dataSource, BareSql.NOTIFY);
    }

    /** Ordered by time, as those of RunAsJob: where new rows go in the index matters. */
    private UUID nextId() {
        long next = ids.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis() << 12));
        long high = (next >>> 12 << 16) | 0x7000L | (next & 0xFFFL);
        return new UUID(high, 0x8000_0000_0000_0000L | ProcessHandle.current().pid());
    }

    private static String payload(Work work) {
        return "{\"number\":" + work.number() + ",\"filler\":\"" + work.filler() + "\"}";
    }

    static long number(String payload) {
        return Long.parseLong(payload.substring("{\"number\":".length(), payload.indexOf(',')));
    }

    @Override
    public void resume() {
        for (int i = 0; i < WORKERS; i++) {
            BareWorker worker = new BareWorker(dataSource, BATCH);
            Thread thread = new Thread(worker, "bare-" + i);
            workers.add(worker);
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public void pause() throws InterruptedException {
        workers.forEach(BareWorker::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        workers.clear();
        threads.clear();
    }

    @Override
    public void fillHistory(long jobs) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            History.fill(connection, jobs);
        }
    }

    @Override
    public StoreQueries queries() {
        return new StoreQueries(
                "select count(*) from (select 1 from job limit 1) x",
                "select (select count(*) from job) + (select count(*) from job_history)",
                Optional.of("select count(*) from job_history where status = 4"));
    }

    @Override
    public String tuning() {
        return "plain JDBC on RunAsJob's tables: " + WORKERS + " threads claim and finish in batches of " + BATCH
                + ", inserts by unnest, listen/notify; full history";
    }

    @Override
    public void close() throws InterruptedException {
        pause();
        dataSource.close();
    }
}
