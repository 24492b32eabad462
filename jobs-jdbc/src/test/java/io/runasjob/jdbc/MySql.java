package io.runasjob.jdbc;

import static org.awaitility.Awaitility.await;

import io.runasjob.testkit.DockerServer;
import java.io.IOException;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The MySQL server of the tests: the one that {@code JOBS_TEST_MYSQL_URL} names, else one in a container, else none. */
final class MySql {
    /** Of an administrator; null where there is no server. */
    static final @Nullable String URL;

    /** For the report. */
    static final String WHY_NOT;

    private static final String IMAGE = "mysql:9";
    private static final int PORT = 3306;
    private static final Duration LONG = Duration.ofMinutes(3);

    static {
        String given = System.getenv("JOBS_TEST_MYSQL_URL");
        String url = given == null || given.isBlank() ? null : given;
        String whyNot = "";
        if (url == null) {
            try {
                url = started();
            } catch (IOException e) {
                whyNot = "Not run on MySQL: JOBS_TEST_MYSQL_URL names no server, and Docker starts none: "
                        + e.getMessage();
            }
        }
        URL = url;
        WHY_NOT = whyNot;
    }

    private MySql() {}

    private static String started() throws IOException {
        List<String> options = List.of("-e", "MYSQL_ROOT_PASSWORD=runasjob", "-e", "MYSQL_ROOT_HOST=%");
        DockerServer server = DockerServer.start(IMAGE, PORT, options, List.of());
        String url = "jdbc:mysql://127.0.0.1:" + server.port()
                + "/?user=root&password=runasjob&allowPublicKeyRetrieval=true";
        await().atMost(LONG).ignoreExceptions().until(() -> {
            DriverManager.getConnection(url).close();
            return true;
        });
        return url;
    }
}
