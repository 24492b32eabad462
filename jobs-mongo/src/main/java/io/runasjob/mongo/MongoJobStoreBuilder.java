package io.runasjob.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a store: a client or a URI, a database, and the rest; not for use by several threads. */
public final class MongoJobStoreBuilder {
    private @Nullable MongoClient client;
    private @Nullable MongoClient heartbeats;
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

    /**
     * Uses this second client for heartbeats alone, beside {@link #client}, and leaves it open; a pool of one connection will
     * do. Default: the same client, which must then always have a connection to spare.
     */
    public MongoJobStoreBuilder heartbeatClient(MongoClient host) {
        this.heartbeats = host;
        return this;
    }

    /** Makes clients for this connection string, one of them for heartbeats alone, closed with the store. */
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
     * @throws InvalidValueException unless exactly one of client and URI was given, the URI is legal and comes without a
     *     {@link #heartbeatClient}, and one of URI and {@link #database} names the database
     */
    public MongoJobStore build() {
        if ((client == null) == (uri == null)) {
            String came = uri == null ? "neither" : "both";
            throw new InvalidValueException(Field.SETTING, came, "either a client or a connection string", null);
        }
        if (uri != null && heartbeats != null) {
            throw new InvalidValueException(
                    Field.SETTING, "a connection string and a client for heartbeats", "one of the two", null);
        }
        ConnectionString parsed = uri == null ? null : parse(uri);
        if (database == null && parsed != null) {
            database = parsed.getDatabase();
        }
        if (database == null) {
            throw new InvalidValueException(
                    Field.SETTING, "no database", "its name, as in mongodb://host/name or by database(name)", null);
        }
        return new MongoJobStore(this, clients(parsed));
    }

    private Clients clients(@Nullable ConnectionString parsed) {
        return parsed == null
                ? Clients.borrow(Objects.requireNonNull(client), heartbeats)
                : Clients.open(MongoClientSettings.builder()
                        .applyConnectionString(parsed)
                        .build());
    }

    private static ConnectionString parse(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(
                    Field.SETTING, "a connection string", "mongodb://host:port/database (" + e.getMessage() + ")", e);
        }
    }

    Database in(MongoClient of) {
        String name = Objects.requireNonNull(database);
        return new Database(of.getDatabase(name), prefix, "job store in the MongoDB database " + name);
    }

    boolean createsIndexes() {
        return createIndexes;
    }
}
