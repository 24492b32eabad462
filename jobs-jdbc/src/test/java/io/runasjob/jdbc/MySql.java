package io.runasjob.jdbc;

import static org.awaitility.Awaitility.await;

import io.runasjob.testkit.DockerServer;
import io.runasjob.testkit.NamedServer;
import java.io.IOException;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;

/** The MySQL server of the tests: the one that {@code JOBS_TEST_MYSQL_URL} names, else one in a container, else none. */
final class MySql {
    private static final String IMAGE = "mysql:9";
    private static final int PORT = 3306;
    private static final Duration LONG = Duration.ofMinutes(3);

    /** Its URL is that of an administrator. */
    static final NamedServer SERVER = NamedServer.find("MySQL", "JOBS_TEST_MYSQL_URL", MySql::started);

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
