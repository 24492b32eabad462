package io.runasjob.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.chaos.server.DatabaseServer;
import io.runasjob.chaos.wire.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the worst fault is what it says: the client hears of an error, the server has committed. And that servers come back. */
@Timeout(120)
class LostAnswerIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void the_server_has_committed_what_the_client_heard_nothing_of(String engine) throws Exception {
        try (DatabaseServer server = DatabaseServer.start(engine, folder);
                Proxy proxy = Proxy.start(server.address(), server::spy);
                Connection client = DriverManager.getConnection(server.url(proxy.port()))) {
            execute(server, "create table t (a integer)");
            client.setAutoCommit(false);
            for (int number = 0; number < 10; number++) {
                insert(client); // often enough for a driver to prepare its statements
            }
            FutureTask<Boolean> drop = new FutureTask<>(() -> proxy.dropAnswerToCommit(60_000));
            new Thread(drop, "drop").start();
            assertThatThrownBy(() -> {
                        while (!drop.isDone()) {
                            insert(client);
                        }
                    })
                    .isInstanceOf(SQLException.class);
            assertThat(drop.get()).isTrue();
            assertThat(count(server)).isEqualTo(inserted);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "h2"})
    void what_was_committed_outlives_the_kill_of_the_server(String engine) throws Exception {
        try (DatabaseServer server = DatabaseServer.start(engine, folder)) {
            int port = server.port();
            execute(server, "create table t (a integer)");
            execute(server, "insert into t values (1)");
            server.kill();
            assertThatThrownBy(() -> count(server)).isInstanceOf(SQLException.class);
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(count(server)).isEqualTo(1);
        }
    }

    private int inserted;

    private void insert(Connection client) throws SQLException {
        try (Statement insert = client.createStatement()) {
            insert.execute("insert into t values (1)");
        }
        inserted++;
        client.commit();
    }

    private static void execute(DatabaseServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(server.port()));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(DatabaseServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(server.port()));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from t")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
