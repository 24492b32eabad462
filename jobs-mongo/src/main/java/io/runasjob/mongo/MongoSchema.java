package io.runasjob.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.runasjob.job.ReadOnlyStoreException;
import io.runasjob.job.SchemaVersionException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collections and indexes of a store. A store makes them by itself when it opens; this class is for those who make their
 * own: {@link #print} the commands, run them, and build the store with {@code createIndexes(false)}. Threads may share it.
 */
public final class MongoSchema {
    static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(MongoSchema.class);
    private static final String SUFFIX = "_schema";
    private static final String ID = "version";
    private static final String NUMBER = "number";

    /** NotImplemented, CannotCreateIndex, InvalidIndexSpecificationOption. */
    private static final Set<Integer> NO_SUCH_OPTION = Set.of(238, 67, 197);

    private final Database database;
    private final List<Index> needed;

    /** The doorbell is of use only where there are change streams. */
    MongoSchema(Database database, Topology topology) {
        this.database = database;
        this.needed = Index.ALL.stream()
                .filter(index -> topology.isReplicated() || !index.suffix().equals(Index.DOORBELL))
                .toList();
    }

    /** The commands for the shell of MongoDB, with the prefix {@code job}. */
    public static String print() {
        return print(Names.DEFAULT_PREFIX);
    }

    /**
     * The commands for the shell of MongoDB.
     *
     * @param prefix a letter, then up to 30 letters, digits or {@code _}
     * @throws io.runasjob.job.InvalidValueException for any other prefix
     */
    public static String print(String prefix) {
        String start = Names.checkPrefix(prefix);
        String version = "db.getCollection(\"" + start + SUFFIX + "\").updateOne({\"_id\": \"" + ID
                + "\"}, {\"$setOnInsert\": {\"" + NUMBER + "\": " + VERSION + "}}, {\"upsert\": true});";
        return Index.ALL.stream().map(index -> index.print(start)).collect(Collectors.joining("\n")) + "\n" + version
                + "\n";
    }

    /** Makes what is missing; several nodes may do so at once. */
    void create() {
        requireNotNewer(version());
        try {
            needed.forEach(this::create);
            writeVersion();
        } catch (MongoException e) {
            if (Errors.isNotAllowed(e)) {
                throw new ReadOnlyStoreException(database.name());
            }
            throw e;
        }
    }

    /** Checks that all is there. */
    void validate() {
        BsonInt32 version = version();
        requireNotNewer(version);
        for (Index index : needed) {
            if (!names(index.suffix()).contains(index.name())) {
                throw incomplete("no index " + index.name() + " on " + database.prefix() + index.suffix());
            }
        }
        if (version == null) {
            throw incomplete("none (there is nothing in " + database.prefix() + SUFFIX + ")");
        }
    }

    private Set<String> names(String suffix) {
        return database.collection(suffix)
                .listIndexes(BsonDocument.class)
                .map(index -> Values.text(index, "name"))
                .into(new HashSet<>());
    }

    private void create(Index index) {
        MongoDatabase own = database.database();
        try {
            own.runCommand(index.command(database.prefix()));
        } catch (MongoCommandException e) {
            if (!index.isPartial() || !NO_SUCH_OPTION.contains(e.getErrorCode())) {
                throw e;
            }
            LOG.warn(
                    "{}: this server has no partial indexes, so the index {} holds finished jobs too and grows with them",
                    database.name(),
                    index.name());
            own.runCommand(index.whole().command(database.prefix()));
        }
    }

    private void writeVersion() {
        if (version() != null) {
            return;
        }
        try {
            database.collection(SUFFIX)
                    .insertOne(new BsonDocument(Names.ID, new BsonString(ID)).append(NUMBER, new BsonInt32(VERSION)));
        } catch (MongoException e) {
            if (!Errors.isDuplicate(e)) {
                throw e;
            }
        }
    }

    private @Nullable BsonInt32 version() {
        BsonDocument found = database.collection(SUFFIX).find().first();
        return found == null ? null : new BsonInt32(Values.number(found, NUMBER));
    }

    private static void requireNotNewer(@Nullable BsonInt32 version) {
        if (version != null && version.getValue() > VERSION) {
            throw new SchemaVersionException(
                    String.valueOf(version.getValue()),
                    String.valueOf(VERSION),
                    "A newer version of the library has changed the collections; use that version here too.");
        }
    }

    private static SchemaVersionException incomplete(String found) {
        return new SchemaVersionException(
                found,
                String.valueOf(VERSION),
                "Let the store create its indexes, or run the text of MongoSchema.print.");
    }
}
