package io.runasjob.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * The databases of the tests: H2 in memory, and one PostgreSQL server for the JVM, embedded unless {@code
 * JOBS_TEST_POSTGRES_URL} names another.
 */
final class Databases {
    private Databases() {}

    /** The URL of an empty database of that dialect. */
    static String empty(JdbcDialect dialect) {
        return switch (dialect) {
            case H2 -> "jdbc:h2:mem:" + name() + ";DB_CLOSE_DELAY=-1";
            case POSTGRESQL -> postgres(name());
        };
    }

    /** The URL of an empty schema of the PostgreSQL server. */
    static String postgres(String schema) {
        String url = Server.URL;
        execute(url, "create schema " + schema);
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    static void execute(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String name() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Started at its first use, stopped with the JVM. */
    private static final class Server {
        static final String URL = url();

        private static String url() {
            String given = System.getenv("JOBS_TEST_POSTGRES_URL");
            if (given != null && !given.isBlank()) {
                return given;
            }
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start()
                        .getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
