package io.runasjob.chaos.server;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.runasjob.chaos.wire.CommitSpy;
import io.runasjob.chaos.wire.MongoSpy;

/**
 * A fake that speaks MongoDB's protocol, in this JVM and in memory: it cannot be killed and come back with its data, and has no
 * transactions. What it proves is that the store's single steps fit together, whoever dies between two of them.
 */
final class FakeMongoServer implements DatabaseServer {
    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final int port = server.bind().getPort();

    @Override
    public String note() {
        return "The server is a FAKE (mongo-java-server), in memory: no failover, no isolation, no transactions, never killed.";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String url(int reachedAt) {
        return "mongodb://127.0.0.1:" + reachedAt + "/chaos";
    }

    @Override
    public CommitSpy spy() {
        return new MongoSpy();
    }

    @Override
    public boolean isRestartable() {
        return false;
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("The fake would forget everything");
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("The fake would forget everything");
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
