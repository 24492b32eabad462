package io.runasjob.chaos.server;

import io.runasjob.chaos.wire.CommitSpy;
import java.io.IOException;
import java.nio.file.Path;

/** A database server in a process of its own, at a port that stays when it is started again. For use by one thread at a time. */
public interface DatabaseServer extends AutoCloseable {

    /** Starts the server of an engine: {@code postgresql}, {@code mariadb} or {@code h2}. */
    static DatabaseServer start(String engine, Path folder) throws IOException {
        return switch (engine) {
            case "postgresql" -> new PostgresServer(folder);
            case "mariadb" -> new MariaDbServer(folder);
            case "h2" -> new H2Server(folder);
            default ->
                throw new IllegalArgumentException(
                        "engine is '" + engine + "'; it must be postgresql, mariadb or h2. Nothing was started.");
        };
    }

    /** Where it listens. */
    int port();

    /** The JDBC URL of its database for those who reach it at that port, such as a proxy's. */
    String url(int reachedAt);

    /** A reader of its protocol. */
    CommitSpy spy();

    /** Whether {@link #spy} finds commits. */
    default boolean isSpied() {
        return true;
    }

    /** kill -9. */
    void kill() throws IOException, InterruptedException;

    /** Starts it again after a kill, with its data; returns when it takes connections. */
    void restart() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
