package io.runasjob.chaos.server;

import io.runasjob.chaos.wire.CommitSpy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A database server, mostly in a process of its own that was started for this run and whose port stays when it is started again.
 * For use by one thread at a time.
 */
public interface DatabaseServer extends AutoCloseable {

    /** Starts the server of an engine: {@code postgresql}, {@code mariadb}, {@code h2} or {@code mongodb}. */
    static DatabaseServer start(String engine, Path folder) throws IOException {
        return switch (engine) {
            case "postgresql" -> new PostgresServer(folder);
            case "mariadb" -> new MariaDbServer(folder);
            case "h2" -> new H2Server(folder);
            case "mongodb" -> mongo(System.getenv("JOBS_TEST_MONGO_URI"));
            default ->
                throw new IllegalArgumentException("engine is '" + engine
                        + "'; it must be postgresql, mariadb, h2 or mongodb. Nothing was started.");
        };
    }

    private static DatabaseServer mongo(@Nullable String given) {
        return given == null || given.isBlank() ? new FakeMongoServer() : new GivenMongoServer(given);
    }

    /** What is to be known of it by whoever reads the report; empty for nothing. */
    default String note() {
        return "";
    }

    /** Where it listens. */
    int port();

    /** The host and the port. */
    default InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    /** The URL of its database for those who reach it at that port, such as a proxy's. */
    String url(int reachedAt);

    /** The URL of its database for those who need no proxy. */
    default String url() {
        return url(port());
    }

    /** A reader of its protocol. */
    CommitSpy spy();

    /** Whether {@link #spy} finds commits. */
    default boolean isSpied() {
        return true;
    }

    /** Whether it can be killed and started again with its data. */
    default boolean isRestartable() {
        return true;
    }

    /** kill -9. */
    void kill() throws IOException, InterruptedException;

    /** Starts it again after a kill, with its data; returns when it takes connections. */
    void restart() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
