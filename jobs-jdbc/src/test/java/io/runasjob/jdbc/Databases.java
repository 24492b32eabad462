package io.runasjob.jdbc;

import io.runasjob.job.JobId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/**
 * The databases of the tests: H2 in memory, and one PostgreSQL and one MariaDB server for the JVM, embedded unless {@code
 * JOBS_TEST_POSTGRES_URL} and {@code JOBS_TEST_MARIADB_URL} name others. MySQL only where {@code JOBS_TEST_MYSQL_URL} names a
 * server or Docker is found: elsewhere its tests are reported as skipped. The users of these URLs may create schemas and
 * databases.
 */
final class Databases {
    private Databases() {}

    /** The URL of an empty database of that dialect. */
    static String empty(JdbcDialect dialect) {
        return switch (dialect) {
            case H2 -> "jdbc:h2:mem:" + name() + ";DB_CLOSE_DELAY=-1";
            case POSTGRESQL -> postgres(name());
            case MARIADB -> database(MariaDb.URL, name());
            case MYSQL -> database(MySql.SERVER.url(), name());
        };
    }

    /**
     * The URL of an empty MariaDB database whose sessions have this setting on or off. Servers that are too old to know it are
     * as good as off; a test that wants it on is broken off there.
     */
    static String mariaDb(String setting, boolean on) {
        String url = empty(JdbcDialect.MARIADB);
        boolean known = knows(url, setting);
        Assumptions.assumeTrue(known || !on, "Not run: this MariaDB does not know " + setting);
        return known ? url + "&sessionVariables=" + setting + "=" + (on ? 1 : 0) : url;
    }

    private static boolean knows(String url, String setting) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return !Query.list(connection, "show variables like '" + setting + "'", row -> 1)
                    .isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** An empty database of a MariaDB or MySQL server. */
    private static String database(String server, String name) {
        execute(server, "create database " + name);
        String named = server.replaceFirst("(//[^/?]+)/?[^?]*", "$1/" + name);
        return named + (named.contains("?") ? "&" : "?") + "allowMultiQueries=true";
    }

    /** The URL of an empty schema of the PostgreSQL server. */
    static String postgres(String schema) {
        String url = Server.URL;
        execute(url, "create schema " + schema);
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    /** How an id is written in a statement of that database. */
    static String id(String url, JobId id) {
        boolean binary = url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:");
        return binary ? "unhex('" + id.toString().replace("-", "") + "')" : "'" + id + "'";
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

    /** Started at its first use, ends with the JVM. */
    private static final class MariaDb {
        static final String URL = url();

        private static String url() {
            String given = System.getenv("JOBS_TEST_MARIADB_URL");
            return given != null && !given.isBlank() ? given : MariaServer.start();
        }
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
