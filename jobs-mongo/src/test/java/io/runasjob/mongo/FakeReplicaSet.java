package io.runasjob.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ServerApi;
import com.mongodb.ServerApiVersion;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The fake server, said to be a replica set of one member: it takes sessions, undoes a transaction that is aborted, and has
 * change streams. It isolates nothing: what a transaction writes is seen at once. Good enough to find out what the store and
 * the driver send each other, and what is left after a commit and an abort.
 */
final class FakeReplicaSet extends MemoryBackend {
    private static final List<String> OF_SESSIONS =
            List.of("lsid", "txnNumber", "startTransaction", "autocommit", "$clusterTime", "apiVersion");

    private final MongoServer server = new MongoServer(this);
    private final Map<String, List<Document>> before = new HashMap<>();
    private final AtomicInteger lostCommits = new AtomicInteger();
    private volatile boolean undoesCommits;

    FakeReplicaSet() {
        server.bind();
        server.enableOplog();
    }

    /**
     * A client by the stable API: without it the driver says hello in a way that only a standalone server is asked.
     *
     * @param recorded hears what it sends
     */
    MongoClient client(RecordedCommands recorded) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString("mongodb://" + address() + "/?replicaSet=rs0"))
                .addCommandListener(recorded)
                .serverApi(ServerApi.builder().version(ServerApiVersion.V1).build())
                .build());
    }

    /** The answers to that many commits are lost; the commits take place. */
    void loseCommits(int number) {
        lostCommits.set(number);
    }

    /** Commits do not take place, and nobody is told. */
    void undoCommits() {
        undoesCommits = true;
        loseCommits(Integer.MAX_VALUE);
    }

    private String address() {
        return "127.0.0.1:" + server.getLocalAddress().getPort();
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document command = message.getDocument();
        String database = message.getDatabaseName();
        if (Boolean.TRUE.equals(command.get("startTransaction"))) {
            remember(database);
        }
        OF_SESSIONS.forEach(command::remove);
        return switch (command.keySet().iterator().next()) {
            case "commitTransaction" -> commit();
            case "abortTransaction" -> abort();
            case "endSessions" -> new Document("ok", 1.0);
            case "hello" -> hello(message, database);
            default -> super.handleMessage(message);
        };
    }

    private Document hello(MongoMessage message, String database) {
        Document command = message.getDocument();
        command.clear();
        command.append("isMaster", 1).append("$db", database);
        return member(super.handleMessage(message));
    }

    private Document member(Document hello) {
        return new Document(hello)
                .append("isWritablePrimary", true)
                .append("setName", "rs0")
                .append("hosts", List.of(address()))
                .append("primary", address())
                .append("me", address())
                .append("maxWireVersion", 13)
                .append("logicalSessionTimeoutMinutes", 30);
    }

    private synchronized void remember(String database) {
        before.clear();
        for (String suffix : List.of("job", "job_queue", "job_doorbell", "effects")) {
            MongoCollection<?> collection = resolveDatabase(database).resolveCollection(suffix, false);
            List<Document> documents = collection == null
                    ? List.of()
                    : collection.queryAllAsStream().map(Document::cloneDeeply).toList();
            before.put(database + "." + suffix, documents);
        }
    }

    private synchronized Document commit() {
        if (undoesCommits) {
            abort();
        }
        before.clear();
        if (lostCommits.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return new Document("ok", 0.0)
                    .append("code", 50)
                    .append("codeName", "MaxTimeMSExpired")
                    .append("errmsg", "the answer is lost")
                    .append("errorLabels", List.of("UnknownTransactionCommitResult"));
        }
        return new Document("ok", 1.0);
    }

    private synchronized Document abort() {
        before.forEach((name, documents) -> {
            int dot = name.indexOf('.');
            MongoCollection<?> collection =
                    resolveDatabase(name.substring(0, dot)).resolveCollection(name.substring(dot + 1), false);
            if (collection != null) {
                collection.deleteDocuments(new Document(), 0);
                collection.insertDocuments(documents);
            }
        });
        before.clear();
        return new Document("ok", 1.0);
    }

    void stop() {
        server.shutdownNow();
    }
}
