package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where the unqualified tables of a connection are.
 *
 * @param url without its parameters, which may hold a password
 */
record Place(
        @Nullable String url,
        @Nullable String catalog,
        @Nullable String schema) {

    static Place of(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        String bare = url == null ? null : url.split("[?;]", 2)[0];
        return new Place(bare, connection.getCatalog(), connection.getSchema());
    }

    String words() {
        return url + " (schema " + schema + ")";
    }
}
