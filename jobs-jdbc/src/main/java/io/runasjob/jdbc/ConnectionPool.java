package io.runasjob.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The pool of a store that was opened by its URL. */
final class ConnectionPool {
    private static final int MOST_CONNECTIONS = 10;
    private static final int IDLE_CONNECTIONS = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private ConnectionPool() {}

    /**
     * An H2 file as a job store needs it: a commit survives the end of the JVM at any moment (by default H2 writes up to half a
     * second later), and no trace file appears beside the database. What the URL says itself stays.
     */
    static String withDefaults(String url) {
        boolean file = url.startsWith("jdbc:h2:") && !url.matches("jdbc:h2:(tcp|ssl|mem|zip):.*");
        return file ? withDefault(withDefault(url, "WRITE_DELAY"), "TRACE_LEVEL_FILE") : url;
    }

    private static String withDefault(String url, String setting) {
        return url.toUpperCase(Locale.ROOT).contains(";" + setting + "=") ? url : url + ";" + setting + "=0";
    }

    /** Does not connect yet: whether the server is there is found out when the store opens. */
    static HikariDataSource create(String url, @Nullable String user, @Nullable String password) {
        HikariConfig config = new HikariConfig();
        try {
            config.setJdbcUrl(withDefaults(url));
            if (user != null) {
                config.setUsername(user);
            }
            if (password != null) {
                config.setPassword(password);
            }
            config.setPoolName("runasjob");
            config.setMaximumPoolSize(MOST_CONNECTIONS);
            config.setMinimumIdle(IDLE_CONNECTIONS);
            config.setConnectionTimeout(LONGEST_WAIT.toMillis());
            config.setAutoCommit(false);
            config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
            config.setInitializationFailTimeout(-1);
            config.setExceptionOverride(new BrokenConnections());
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new InvalidValueException(
                    Field.SETTING,
                    url,
                    "a JDBC URL of H2, PostgreSQL, MariaDB or MySQL whose driver is on the class path",
                    e);
        }
    }
}
