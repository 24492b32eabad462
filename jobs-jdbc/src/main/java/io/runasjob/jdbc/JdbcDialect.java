package io.runasjob.jdbc;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;

/** The databases that jobs can be kept in. A store finds out by itself which one it talks to. */
public enum JdbcDialect {
    /** H2 2.2 or later: in memory, in a file, or by its server. */
    H2,
    /** PostgreSQL 14 or later. */
    POSTGRESQL;

    /** The dialect of a connection; refuses others with what came and what was expected. */
    static JdbcDialect of(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        int major = data.getDatabaseMajorVersion();
        int minor = data.getDatabaseMinorVersion();
        return switch (data.getDatabaseProductName()) {
            case "H2" -> atLeast(H2, major > 2 || (major == 2 && minor >= 2), data);
            case "PostgreSQL" -> atLeast(POSTGRESQL, major >= 14, data);
            default -> throw unsupported(data);
        };
    }

    /** The name of the folder of its migrations. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static JdbcDialect atLeast(JdbcDialect dialect, boolean newEnough, DatabaseMetaData data)
            throws SQLException {
        if (!newEnough) {
            throw unsupported(data);
        }
        return dialect;
    }

    private static InvalidValueException unsupported(DatabaseMetaData data) throws SQLException {
        String came = data.getDatabaseProductName() + " " + data.getDatabaseProductVersion();
        return new InvalidValueException(Field.SETTING, came, "H2 2.2 or later, or PostgreSQL 14 or later", null);
    }
}
