package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BrokenConnectionTest {
    /** Less than the time in which the pool trusts a connection that it has just got back. */
    private static final Duration BUSY = Duration.ofMillis(20);

    @TempDir
    Path folder;

    @Test
    void a_broken_connection_is_not_handed_out_again_however_busy_the_pool_is() throws Exception {
        Server first = server("0");
        String url = "jdbc:h2:tcp://127.0.0.1:" + first.getPort() + "/./jobs";
        try (HikariDataSource pool = ConnectionPool.create(url, null, null)) {
            use(pool);
            first.stop();
            assertThatThrownBy(() -> use(pool)).isInstanceOf(SQLException.class);
            Server second = server(Integer.toString(first.getPort()));
            await().pollInterval(BUSY)
                    .pollDelay(Duration.ZERO)
                    .atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> use(pool));
            second.stop();
        }
    }

    private Server server(String port) throws SQLException {
        return Server.createTcpServer("-tcpPort", port, "-ifNotExists", "-baseDir", folder.toString())
                .start();
    }

    private static boolean use(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        }
    }
}
