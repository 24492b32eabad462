package io.runasjob.bench.engine;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The MongoDB that {@code JOBS_TEST_MONGO_URI} names; else a fake in this JVM, which keeps all in memory and says so in its name:
 * what it reads is no speed of MongoDB. A user in the URI needs an {@code authSource}.
 */
final class MongoEngine implements Engine {
    private static final String FAKE = "mongodb (fake server)";

    private static final long MOST_WARM_UP_ON_FAKE = 500;

    private final @Nullable MongoServer fake;
    private final String uri;
    private final MongoClient client;
    private String database = "";

    private MongoEngine(@Nullable MongoServer fake, String uri) {
        this.fake = fake;
        this.uri = uri;
        this.client = MongoClients.create(uri);
    }

    static MongoEngine start() {
        String given = System.getenv("JOBS_TEST_MONGO_URI");
        if (given != null && !given.isBlank()) {
            return new MongoEngine(null, given);
        }
        MongoServer server = new MongoServer(new MemoryBackend());
        return new MongoEngine(server, "mongodb://127.0.0.1:" + server.bind().getPort());
    }

    @Override
    public String name() {
        return fake == null ? "mongodb" : FAKE;
    }

    @Override
    public String fresh() {
        if (!database.isEmpty()) {
            client.getDatabase(database).drop();
        }
        database = "bench" + UUID.randomUUID().toString().replace("-", "");
        return withDatabase(uri, database);
    }

    /** The same connection string with another database. */
    static String withDatabase(String uri, String database) {
        int options = uri.indexOf('?');
        String given = options < 0 ? uri : uri.substring(0, options);
        int slash = given.indexOf('/', given.indexOf("//") + 2);
        return (slash < 0 ? given : given.substring(0, slash)) + "/" + database
                + (options < 0 ? "" : uri.substring(options));
    }

    /** The fake looks at every document for each write, so those of the warm-up would be most of what is measured. */
    @Override
    public long warmUp(long jobs) {
        return fake == null ? jobs : Math.min(jobs, MOST_WARM_UP_ON_FAKE);
    }

    @Override
    public Map<String, String> settings() {
        String version = client.getDatabase("admin")
                .runCommand(new Document("buildInfo", 1))
                .getString("version");
        return Map.of(
                "server",
                fake == null ? "MongoDB " + version : "mongo-java-server, a fake: in memory, nothing is durable",
                "write concern",
                "majority, journaled (set by the store)");
    }

    @Override
    public EngineReading read() {
        return EngineReading.NOTHING;
    }

    @Override
    public void close() {
        if (!database.isEmpty()) {
            client.getDatabase(database).drop();
        }
        client.close();
        if (fake != null) {
            fake.shutdownNow();
        }
    }
}
