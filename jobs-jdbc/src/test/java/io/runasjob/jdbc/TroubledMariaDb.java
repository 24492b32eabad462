package io.runasjob.jdbc;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A MariaDB that writes each commit before it answers; jobs are kept by a user whom {@code read_only} binds. */
final class TroubledMariaDb implements TroubledServer {
    private static final List<String> HOSTS = List.of("%", "localhost", "127.0.0.1");

    private final String admin;
    private final String url;
    private final Path pidFile;
    private final List<String> command = new ArrayList<>();

    TroubledMariaDb() throws IOException, SQLException {
        String root = MariaServer.startWithUsers("--innodb-flush-log-at-trx-commit=2", "--init-file=" + users());
        admin = root.replace("user=root", "user=boss");
        url = root.replace("/?user=root", "/jobs?allowMultiQueries=true&user=app");
        try (Connection connection = DriverManager.getConnection(admin)) {
            pidFile = Path.of(Query.list(connection, "select @@pid_file", row -> row.getString(1))
                    .get(0));
        }
        ProcessHandle.Info info = ProcessHandle.of(pid()).orElseThrow().info();
        command.add(info.command().orElseThrow());
        command.addAll(List.of(info.arguments().orElseThrow()));
    }

    /** What the server does at each start: one user who may do everything, and one whom {@code read_only} binds. */
    private static Path users() throws IOException {
        List<String> statements = new ArrayList<>(List.of("create database if not exists jobs;"));
        for (String host : HOSTS) {
            statements.add("create user if not exists boss@'" + host + "', app@'" + host + "';");
            statements.add("grant all on *.* to boss@'" + host + "';");
            statements.add("grant all on jobs.* to app@'" + host + "';");
        }
        return Files.write(Files.createTempFile("runasjob-users", ".sql"), statements);
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(pidFile).trim());
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void kill() throws IOException, InterruptedException, TimeoutException {
        TroubledServer.signal("KILL", pid());
    }

    @Override
    public void revive() throws IOException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(admin)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void endSessions() throws SQLException {
        try (Connection connection = DriverManager.getConnection(admin)) {
            String sessions = "select id from information_schema.processlist where user = 'app'";
            for (long id : Query.list(connection, sessions, row -> row.getLong(1))) {
                Query.update(connection, "kill " + id);
            }
        }
    }

    @Override
    public void readOnly(boolean on) {
        Databases.execute(admin, "set global read_only = " + (on ? 1 : 0));
    }

    @Override
    public void close() throws IOException {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
    }
}
