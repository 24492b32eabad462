package io.runasjob.jdbc;

import io.runasjob.job.SchemaVersionException;
import io.runasjob.job.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a store. A store creates and migrates them by itself when it opens; this class is for those who run SQL with
 * their own tools: {@link #print} it, run it, and build the store with {@code migrate(false)}.
 *
 * <p>Flyway does the work, with a history table of its own ({@code <prefix>_schema_history}), in a schema that may hold
 * other tables. It is not even loaded when the tables are those that are needed. All methods may be called by several
 * threads and nodes at once.
 */
public final class JdbcSchema {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcSchema.class);

    /** Nodes that start together on an empty H2 may all create Flyway's table; those that lose look again. */
    private static final int MOST_TRIES = 5;

    private JdbcSchema() {}

    /** The SQL of all tables with the prefix {@code job}. */
    public static String print(JdbcDialect dialect) {
        return print(dialect, Sql.DEFAULT_PREFIX);
    }

    /**
     * The SQL of all tables.
     *
     * @param prefix a letter, then up to 30 letters, digits or {@code _}
     * @throws io.runasjob.job.InvalidValueException for any other prefix
     */
    public static String print(JdbcDialect dialect, String prefix) {
        return new Migrations(dialect, prefix).text();
    }

    /**
     * Creates the tables or brings them to the version that this library needs.
     *
     * @throws SchemaVersionException when they are of a newer version
     * @throws StoreUnavailableException when the database refuses
     */
    public static void migrate(DataSource dataSource, String prefix) {
        Sql sql = sql(dataSource, prefix);
        if (version(dataSource, sql).orElse(0) >= Migrations.VERSION) {
            validate(dataSource, prefix);
            return;
        }
        migrate(dataSource, sql, 1);
        validate(dataSource, prefix);
    }

    /**
     * Checks that the tables are there, in the version that this library needs.
     *
     * @throws SchemaVersionException when they are missing, older or newer
     * @throws StoreUnavailableException when the database refuses
     */
    public static void validate(DataSource dataSource, String prefix) {
        Sql sql = sql(dataSource, prefix);
        OptionalInt found = version(dataSource, sql);
        String expected = String.valueOf(Migrations.VERSION);
        if (found.isEmpty()) {
            throw new SchemaVersionException(
                    "none (there is no table " + sql.table("_schema") + ")",
                    expected,
                    "Let the store migrate, or run the text of JdbcSchema.print.");
        }
        if (found.getAsInt() < Migrations.VERSION) {
            throw new SchemaVersionException(
                    String.valueOf(found.getAsInt()),
                    expected,
                    "Let the store migrate, or run the newer parts of JdbcSchema.print.");
        }
        if (found.getAsInt() > Migrations.VERSION) {
            throw new SchemaVersionException(
                    String.valueOf(found.getAsInt()),
                    expected,
                    "A newer version of the library has migrated them; use that version here too.");
        }
    }

    private static void migrate(DataSource dataSource, Sql sql, int tried) {
        try {
            Flyway flyway = flyway(dataSource, sql);
            forgetFailures(flyway, sql.dialect());
            flyway.migrate();
        } catch (FlywayException e) {
            if (tried == MOST_TRIES) {
                throw new StoreUnavailableException("Could not create or migrate the job tables", e);
            }
            LOG.debug("Migration was disturbed, perhaps by another node; trying again ({})", tried, e);
            migrate(dataSource, sql, tried + 1);
        }
    }

    /** Without transactions around its statements a migration may break half-way; Flyway would refuse to repeat it. */
    private static void forgetFailures(Flyway flyway, JdbcDialect dialect) {
        boolean failed = dialect.repeatsMigrations()
                && Arrays.stream(flyway.info().applied())
                        .anyMatch(migration -> migration.getState().isFailed());
        if (failed) {
            LOG.info("An earlier migration of the job tables broke half-way; it is repeated");
            flyway.repair();
        }
    }

    /**
     * Tables that were made from the printed text have a version but no history of Flyway's: it begins at that version, or
     * the first migration would run once more. Its other defaults are kept away: no scan, no placeholders, no files or
     * callbacks of the host.
     */
    static Flyway flyway(DataSource dataSource, Sql sql) {
        return Flyway.configure(JdbcSchema.class.getClassLoader())
                .dataSource(dataSource)
                .resourceProvider(new Migrations(sql.dialect(), sql.table("")))
                .javaMigrationClassProvider(List::of)
                .locations(new String[0])
                .callbackLocations(new String[0])
                .skipDefaultCallbacks(true)
                .placeholderReplacement(false)
                .table(sql.table("_schema_history"))
                .baselineOnMigrate(true)
                .baselineVersion(String.valueOf(version(dataSource, sql).orElse(0)))
                .cleanDisabled(true)
                .load();
    }

    private static Sql sql(DataSource dataSource, String prefix) {
        Sql.checkPrefix(prefix);
        try (Connection connection = dataSource.getConnection()) {
            return new Sql(JdbcDialect.of(connection), prefix);
        } catch (SQLException e) {
            throw new StoreUnavailableException("Could not reach the database of the job tables", e);
        }
    }

    private static OptionalInt version(DataSource dataSource, Sql sql) {
        try (Connection connection = dataSource.getConnection()) {
            return version(connection, sql);
        } catch (SQLException e) {
            throw new StoreUnavailableException("Could not read the version of the job tables", e);
        }
    }

    private static OptionalInt version(Connection connection, Sql sql) throws SQLException {
        try {
            List<Integer> versions =
                    Query.list(connection, sql.render("select version from ${_schema}"), row -> row.getInt(1));
            return versions.stream().mapToInt(version -> version).max();
        } catch (SQLException e) {
            if (SqlErrors.isMissingTable(e)) {
                return OptionalInt.empty();
            }
            throw e;
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }
}
