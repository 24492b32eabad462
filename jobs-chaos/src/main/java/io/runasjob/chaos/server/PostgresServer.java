package io.runasjob.chaos.server;

import io.runasjob.chaos.wire.CommitSpy;
import io.runasjob.chaos.wire.PostgresSpy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** PostgreSQL from its Maven artifact, with everything on that makes it durable. */
final class PostgresServer implements DatabaseServer {
    private final Path data;
    private EmbeddedPostgres server;

    PostgresServer(Path folder) throws IOException {
        this.data = folder.resolve("postgresql");
        this.server = start(0);
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public String url(int reachedAt) {
        return "jdbc:postgresql://127.0.0.1:" + reachedAt
                + "/postgres?user=postgres&sslmode=disable&gssEncMode=disable";
    }

    @Override
    public CommitSpy spy() {
        return new PostgresSpy();
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        Pids.kill(data.resolve("postmaster.pid"));
        server.close();
    }

    @Override
    public void restart() throws IOException {
        server = start(server.getPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setPort(port)
                .start();
    }
}
