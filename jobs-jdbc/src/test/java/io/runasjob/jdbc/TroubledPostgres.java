package io.runasjob.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL that writes each commit before it answers. */
final class TroubledPostgres implements TroubledServer {
    private final Path data;
    private EmbeddedPostgres server;

    TroubledPostgres() throws IOException {
        data = Files.createTempDirectory("runasjob-postgres").resolve("data");
        server = server(0);
    }

    private EmbeddedPostgres server(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "on")
                .setPort(port)
                .start();
    }

    @Override
    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** What {@code pg_ctl stop -m immediate} does: no session ends in order, the next start recovers from the log. */
    @Override
    public void kill() throws IOException, InterruptedException, TimeoutException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
        TroubledServer.signal("QUIT", Long.parseLong(pid.trim()));
        server.close();
    }

    @Override
    public void revive() throws IOException {
        server = server(server.getPort());
    }

    @Override
    public void endSessions() {
        Databases.execute(
                url(),
                "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
    }

    @Override
    public void readOnly(boolean on) {
        Databases.execute(
                url(),
                "alter system set default_transaction_read_only = " + (on ? "on" : "off"),
                "select pg_reload_conf()");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
