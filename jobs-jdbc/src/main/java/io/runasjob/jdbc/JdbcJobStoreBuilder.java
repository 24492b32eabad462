package io.runasjob.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a store: a data source or a URL, and the rest; not for use by several threads. */
public final class JdbcJobStoreBuilder {
    private @Nullable DataSource dataSource;
    private @Nullable String url;
    private @Nullable String user;
    private @Nullable String password;
    private String prefix = Sql.DEFAULT_PREFIX;
    private boolean migrate = true;

    JdbcJobStoreBuilder() {}

    /** Borrows connections from here; the data source stays open when the store closes. */
    public JdbcJobStoreBuilder dataSource(DataSource source) {
        this.dataSource = source;
        return this;
    }

    /** Makes a pool of up to 10 connections to this JDBC URL, closed with the store. */
    public JdbcJobStoreBuilder url(String jdbcUrl) {
        this.url = jdbcUrl;
        return this;
    }

    /** The user of {@link #url}; default none. */
    public JdbcJobStoreBuilder user(String name) {
        this.user = name;
        return this;
    }

    /** The password of {@link #url}; default none. */
    public JdbcJobStoreBuilder password(String secret) {
        this.password = secret;
        return this;
    }

    /**
     * What the names of all tables begin with: a letter, then up to 30 letters, digits or {@code _}; default {@code job}.
     *
     * @throws InvalidValueException for anything else
     */
    public JdbcJobStoreBuilder tablePrefix(String start) {
        this.prefix = Sql.checkPrefix(start);
        return this;
    }

    /** Whether the store creates and migrates its tables (the default), or only checks their version. */
    public JdbcJobStoreBuilder migrate(boolean allowed) {
        this.migrate = allowed;
        return this;
    }

    /**
     * The store, not yet open.
     *
     * @throws InvalidValueException unless exactly one of data source and URL was given
     */
    public JdbcJobStore build() {
        if ((dataSource == null) == (url == null)) {
            String came = url == null ? "neither" : "both";
            throw new InvalidValueException(Field.SETTING, came, "either a data source or a JDBC URL", null);
        }
        return new JdbcJobStore(this);
    }

    @Nullable
    HikariDataSource pool() {
        return url == null ? null : ConnectionPool.create(url, user, password);
    }

    DataSource requireDataSource() {
        return Objects.requireNonNull(dataSource);
    }

    /** URLs may carry passwords behind the first question mark or semicolon. */
    String where() {
        return url == null ? "the data source of the host" : url.split("[?;]", 2)[0];
    }

    String prefix() {
        return prefix;
    }

    boolean migrates() {
        return migrate;
    }
}
