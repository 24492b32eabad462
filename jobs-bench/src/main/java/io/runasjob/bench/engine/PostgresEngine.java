package io.runasjob.bench.engine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * PostgreSQL from its Maven artifact, durable: {@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on,
 * and the server is asked whether they are. A new database for each run; dropping the last one makes a checkpoint, so that no
 * run writes the pages of another; and there is room for the log of a run, so that its warm-up causes none while it is measured.
 */
final class PostgresEngine implements Engine {
    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "1GB",
            "max_wal_size", "16GB",
            "min_wal_size", "8GB",
            "max_connections", "200",
            "shared_preload_libraries", "pg_stat_statements",
            "pg_stat_statements.track", "none");

    private static final List<String> SHOWN = List.of(
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "wal_sync_method",
            "shared_buffers",
            "min_wal_size",
            "max_wal_size",
            "checkpoint_timeout");

    private static final String COUNT = "select coalesce(sum(s.calls), 0) from pg_stat_statements s"
            + " join pg_database d on d.oid = s.dbid where d.datname = '${database}'"
            + " and s.query !~* '^\\s*(begin|commit|rollback|start transaction)'";

    /** Transactions that wrote something: those are the ones that wait for the disk. */
    private static final String COMMITS = "select pg_snapshot_xmax(pg_current_snapshot())";

    private final EmbeddedPostgres server;
    private final Connection admin;
    private final ProcessTree processes;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private boolean counts;
    private int databases;

    PostgresEngine() throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        SETTINGS.forEach(builder::setServerConfig);
        server = builder.start();
        admin = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
        processes = new ProcessTree(
                ProcessTree.parentOf(number("select pg_backend_pid()")).orElseThrow());
        execute("create extension pg_stat_statements");
        verify();
    }

    private void verify() throws SQLException {
        for (String name : SHOWN) {
            settings.put(name, text("show " + name));
        }
        Durability.require(settings);
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String fresh() throws SQLException {
        if (databases > 0) {
            execute("drop database " + database() + " with (force)");
        }
        databases++;
        execute("create database " + database());
        if (counts) {
            execute("alter database " + database() + " set pg_stat_statements.track = 'top'");
        }
        return server.getJdbcUrl("postgres", database());
    }

    private String database() {
        return "bench_" + databases;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public void countStatements(boolean on) {
        counts = on;
    }

    @Override
    public EngineReading read() throws SQLException {
        return new EngineReading(
                OptionalLong.of(number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")),
                processes.cpuNanos(),
                counts ? OptionalLong.of(number(COUNT.replace("${database}", database()))) : OptionalLong.empty(),
                OptionalLong.of(number(COMMITS)));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String query) throws SQLException {
        return Long.parseLong(text(query));
    }

    private String text(String query) throws SQLException {
        try (Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        try (server) {
            admin.close();
        } catch (SQLException e) {
            throw new IOException("The connection to PostgreSQL did not close", e);
        }
    }
}
