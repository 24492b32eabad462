package io.runasjob.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A database server of one test's own, to which things happen. What was committed survives its death. */
interface TroubledServer extends AutoCloseable {
    /** The URL of an empty database, for an ordinary user; the same server however often it dies. */
    String url();

    /** Ends it at once, and every session with it. */
    void kill() throws Exception;

    /** Starts it again; returns when it answers. */
    void revive() throws Exception;

    /** Ends every session but the caller's. */
    void endSessions() throws SQLException;

    /** Refuses writes, or takes them again. */
    void readOnly(boolean on) throws SQLException;

    @Override
    void close() throws IOException;

    /** Starts a server. */
    static TroubledServer start(JdbcDialect dialect) throws Exception {
        return dialect == JdbcDialect.POSTGRESQL ? new TroubledPostgres() : new TroubledMariaDb();
    }

    /** Sends a signal to a process and waits for its end. */
    static void signal(String name, long pid) throws IOException, InterruptedException, TimeoutException {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        try {
            process.onExit().get(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }
}
