package io.runasjob.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.UUID;

/**
 * The servers of the tests: a fake in this JVM, which knows a part of MongoDB (no sessions, no transactions, no change streams,
 * no explain), and the one that {@code JOBS_TEST_MONGO_URI} names or Docker starts. Tests that need a real one are reported as
 * skipped where there is none. Whoever the URI names may create databases.
 */
final class Servers {
    private Servers() {}

    /** The fake, started at its first use, ended with the JVM. */
    static String fake() {
        return Fake.URI;
    }

    /** Breaks a test off, and says so in the report, where there is no real server. */
    static String real() {
        return RealMongo.SERVER.url();
    }

    /** The same with the name of a new database. */
    static String emptyDatabase(String uri) {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        int options = uri.indexOf('?');
        String given = options >= 0 ? uri.substring(0, options) : uri;
        int slash = given.indexOf('/', given.indexOf("//") + 2);
        String hosts = slash >= 0 ? given.substring(0, slash) : given;
        return hosts + "/" + name + (options >= 0 ? uri.substring(options) : "");
    }

    static String databaseOf(String uri) {
        return new ConnectionString(uri).getDatabase();
    }

    static void drop(String uri) {
        try (MongoClient client = MongoClients.create(uri)) {
            client.getDatabase(databaseOf(uri)).drop();
        }
    }

    private static final class Fake {
        static final String URI = start();

        private static String start() {
            MongoServer server = new MongoServer(new MemoryBackend());
            server.bind();
            Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
            return "mongodb://127.0.0.1:" + server.getLocalAddress().getPort();
        }
    }
}
