package io.runasjob.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a store: a client or a URI, a database, and the rest; not for use by several threads. */
public final class MongoJobStoreBuilder {
    private @Nullable MongoClient client;
    private @Nullable String uri;
    private @Nullable String database;
    private String prefix = Names.DEFAULT_PREFIX;
    private boolean createIndexes = true;

    MongoJobStoreBuilder() {}

    /** Uses this client, which stays open when the store closes. */
    public MongoJobStoreBuilder client(MongoClient host) {
        this.client = host;
        return this;
    }

    /** Makes a client for this connection string, closed with the store. */
    public MongoJobStoreBuilder uri(String connectionString) {
        this.uri = connectionString;
        return this;
    }

    /** The database that holds the jobs; default: the one that {@link #uri} names. */
    public MongoJobStoreBuilder database(String name) {
        this.database = name;
        return this;
    }

    /**
     * What the names of all collections begin with: a letter, then up to 30 letters, digits or {@code _}; default {@code job}.
     *
     * @throws InvalidValueException for anything else
     */
    public MongoJobStoreBuilder collectionPrefix(String start) {
        this.prefix = Names.checkPrefix(start);
        return this;
    }

    /** Whether the store creates its indexes (the default), or only checks that they are there. */
    public MongoJobStoreBuilder createIndexes(boolean allowed) {
        this.createIndexes = allowed;
        return this;
    }

    /**
     * The store, not yet open.
     *
     * @throws InvalidValueException unless exactly one of client and URI was given, the URI is legal, and one of URI and
     *     {@link #database} names the database
     */
    public MongoJobStore build() {
        if ((client == null) == (uri == null)) {
            String came = uri == null ? "neither" : "both";
            throw new InvalidValueException(Field.SETTING, came, "either a client or a connection string", null);
        }
        ConnectionString parsed = uri == null ? null : parse(uri);
        if (database == null && parsed != null) {
            database = parsed.getDatabase();
        }
        if (database == null) {
            throw new InvalidValueException(
                    Field.SETTING, "no database", "its name, as in mongodb://host/name or by database(name)", null);
        }
        return new MongoJobStore(this, parsed);
    }

    private static ConnectionString parse(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(
                    Field.SETTING, "a connection string", "mongodb://host:port/database (" + e.getMessage() + ")", e);
        }
    }

    @Nullable
    MongoClient client() {
        return client;
    }

    String database() {
        return Objects.requireNonNull(database);
    }

    String prefix() {
        return prefix;
    }

    boolean createsIndexes() {
        return createIndexes;
    }
}
