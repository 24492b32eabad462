package io.runasjob.jdbc;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The databases that jobs can be kept in. A store finds out by itself which one it talks to, and refuses older versions. */
public enum JdbcDialect {
    /** H2 2.2 or later: in memory, in a file, or by its server. */
    H2(2, 2, 0),
    /** PostgreSQL 14 or later. */
    POSTGRESQL(14, 0, 0),
    /** MariaDB 10.6 or later, with {@code innodb_snapshot_isolation} on or off. */
    MARIADB(10, 6, 0),
    /** MySQL 8.0.19 or later. The tests of RunAsJob run on it only where they are given a server. */
    MYSQL(8, 0, 19);

    private static final String EXPECTED =
            "H2 2.2 or later, PostgreSQL 14 or later, MariaDB 10.6 or later, or MySQL 8.0.19 or later";

    /** PostgreSQL may say "14beta1" or "14.3 (Debian …)". */
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?");

    /** Old drivers put this before the version of MariaDB 10 and later, for the sake of older replicas. */
    private static final String REPLICATION_PREFIX = "5.5.5-";

    private final int oldest;

    JdbcDialect(int major, int minor, int patch) {
        this.oldest = number(major, minor, patch);
    }

    /** The dialect of a connection; refuses others with what came and what was expected. */
    static JdbcDialect of(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        return of(data.getDatabaseProductName(), data.getDatabaseProductVersion());
    }

    /** MySQL's driver calls a MariaDB server MySQL, too; the version tells. */
    static JdbcDialect of(String product, String version) {
        JdbcDialect dialect = switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            case "MariaDB" -> MARIADB;
            case "MySQL" -> version.contains("MariaDB") ? MARIADB : MYSQL;
            default -> throw unsupported(product, version);
        };
        if (number(version) < dialect.oldest) {
            throw unsupported(product, version);
        }
        return dialect;
    }

    /** The name of the folder of its migrations. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a migration that broke half-way can be repeated: its statements say "if not exists". */
    boolean repeatsMigrations() {
        return this == MARIADB || this == MYSQL;
    }

    private static InvalidValueException unsupported(String product, String version) {
        return new InvalidValueException(Field.SETTING, product + " " + version, EXPECTED, null);
    }

    private static int number(String version) {
        String numbers =
                version.startsWith(REPLICATION_PREFIX) ? version.substring(REPLICATION_PREFIX.length()) : version;
        Matcher parts = NUMBERS.matcher(numbers);
        return parts.lookingAt() ? number(part(parts, 1), part(parts, 2), part(parts, 3)) : 0;
    }

    private static int part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
    }

    private static int number(int major, int minor, int patch) {
        return (major * 1_000 + minor) * 1_000 + patch;
    }
}
