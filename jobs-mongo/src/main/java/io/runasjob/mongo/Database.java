package io.runasjob.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.runasjob.job.StoreClosedException;
import io.runasjob.job.StoreUnavailableException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collections of a store, with concerns of their own, and the ways in which acts run on them. An operation may take
 * {@value #LONGEST_SECONDS} s, then its answer counts as lost. Safe for use by any number of threads.
 */
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    static final int LONGEST_SECONDS = 30;

    /** What {@link #write} answers when nobody can tell how many documents were changed. */
    static final int UNKNOWN = -1;

    private static final WriteConcern DURABLE = WriteConcern.MAJORITY.withJournal(true);
    private static final int LONGEST_PAUSE_MILLIS = 50;

    private final MongoDatabase bare;
    private final String prefix;
    private final String name;
    private final ServerClock clock;
    private final MongoDatabase own;
    private final RandomGenerator random = RandomGenerator.of("SplittableRandom");
    private volatile boolean closed;

    /**
     * @param database of the client
     * @param prefix what the names of the collections begin with
     * @param name of the store, for messages
     */
    Database(MongoDatabase database, String prefix, String name) {
        this.bare = database.withCodecRegistry(MongoClientSettings.getDefaultCodecRegistry())
                .withReadPreference(ReadPreference.primary());
        this.prefix = prefix;
        this.name = name;
        this.own = bare.withWriteConcern(DURABLE)
                .withReadConcern(ReadConcern.MAJORITY)
                .withTimeout(LONGEST_SECONDS, TimeUnit.SECONDS);
        this.clock = new ServerClock(own);
    }

    /** Every job. */
    MongoCollection<BsonDocument> jobs() {
        return own.getCollection(prefix, BsonDocument.class);
    }

    /** The collection with this name behind the prefix. */
    MongoCollection<BsonDocument> collection(String suffix) {
        return own.getCollection(prefix + suffix, BsonDocument.class);
    }

    /** The same for operations in a session, whose transaction brings concerns and limits of its own. */
    MongoCollection<BsonDocument> inSession(String suffix) {
        return bare.getCollection(prefix + suffix, BsonDocument.class);
    }

    /** The same for a stream of its changes, which ends when it is closed. */
    MongoCollection<BsonDocument> listening(String suffix) {
        return inSession(suffix).withReadConcern(ReadConcern.MAJORITY);
    }

    MongoCollection<BsonDocument> queues() {
        return collection("_queue");
    }

    MongoCollection<BsonDocument> nodes() {
        return collection("_node");
    }

    MongoCollection<BsonDocument> intakes() {
        return collection("_intake");
    }

    MongoDatabase database() {
        return own;
    }

    String prefix() {
        return prefix;
    }

    String name() {
        return name;
    }

    /** The time of the server that takes our writes. */
    Instant now() {
        return clock.now();
    }

    /** What the server says of itself. */
    BsonDocument hello() {
        return clock.hello();
    }

    /** Runs an act; what the driver throws comes out as an error of the store. */
    <T> T run(String what, Supplier<T> act) {
        requireOpen();
        try {
            return act.get();
        } catch (MongoException e) {
            throw translate(what, e);
        } catch (IllegalStateException e) {
            if (closed || isClosedClient(e)) {
                throw new StoreClosedException(name);
            }
            throw e;
        }
    }

    /**
     * One write of one or many documents.
     *
     * @param write answers how many documents matched
     * @return that number, or {@link #UNKNOWN} when the answer was lost: look for the stamp then
     */
    int write(IntSupplier write) {
        try {
            return write.getAsInt();
        } catch (MongoException e) {
            if (!Errors.isUnknown(e)) {
                throw e;
            }
            LOG.debug("{}: the outcome of a write is not known, reading it back", name, e);
            return UNKNOWN;
        }
    }

    /** What the engine throws for an error of the driver. */
    RuntimeException translate(String what, MongoException error) {
        if (closed) {
            return new StoreClosedException(name);
        }
        return new StoreUnavailableException("Could not " + what + " (" + name + ")", error);
    }

    void requireOpen() {
        if (closed) {
            throw new StoreClosedException(name);
        }
    }

    void close() {
        closed = true;
    }

    /** Not a wait for something to happen: others need a moment to finish, and not all at the same time. */
    void pause(int tried) {
        int most = Math.min(LONGEST_PAUSE_MILLIS, 1 << Math.min(tried, 10));
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextLong(500, 1_000L * most + 1)));
    }

    /** The driver says so when the host has closed its client. */
    private static boolean isClosedClient(IllegalStateException error) {
        return "state should be: open".equals(error.getMessage());
    }

    /** The clock of the server: each look is one command, the cheapest that it has. */
    private static final class ServerClock {
        private static final int NO_SUCH_COMMAND = 59;

        private final MongoDatabase database;
        private volatile String command = "hello";

        ServerClock(MongoDatabase database) {
            this.database = database;
        }

        Instant now() {
            return Values.time(hello(), "localTime");
        }

        BsonDocument hello() {
            try {
                return ask();
            } catch (MongoException e) {
                if (e.getCode() != NO_SUCH_COMMAND) {
                    throw e;
                }
                command = "isMaster";
                return ask();
            }
        }

        private BsonDocument ask() {
            return database.runCommand(
                    new BsonDocument(command, new BsonInt32(1)), ReadPreference.primary(), BsonDocument.class);
        }
    }
}
