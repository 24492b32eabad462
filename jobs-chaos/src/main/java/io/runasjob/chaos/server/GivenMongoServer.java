package io.runasjob.chaos.server;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.runasjob.chaos.wire.CommitSpy;
import io.runasjob.chaos.wire.MongoSpy;
import java.net.InetSocketAddress;
import java.util.UUID;
import org.bson.Document;

/**
 * A MongoDB that somebody else runs, in a database of its own there, dropped in the end. It is not killed. All processes talk to
 * the server that is primary now, each through its proxy; so it must not use TLS, and its clock must be that of this machine.
 */
final class GivenMongoServer implements DatabaseServer {
    private final String database = "chaos_" + UUID.randomUUID().toString().replace("-", "");
    private final String uri;
    private final ServerAddress primary;

    GivenMongoServer(String uri) {
        this.uri = uri;
        this.primary = primary(uri);
    }

    private static ServerAddress primary(String uri) {
        try (MongoClient client = MongoClients.create(uri)) {
            return primary(new ConnectionString(uri), client);
        }
    }

    private static ServerAddress primary(ConnectionString uri, MongoClient client) {
        String first = uri.getHosts().get(0);
        try {
            String named = client.getDatabase("admin")
                    .runCommand(new Document("hello", 1))
                    .getString("primary");
            return new ServerAddress(named == null ? first : named);
        } catch (MongoException e) {
            return new ServerAddress(first); // it has no such command, so it is no replica set
        }
    }

    @Override
    public String note() {
        return "The server is the one that JOBS_TEST_MONGO_URI names; it is not killed.";
    }

    @Override
    public int port() {
        return primary.getPort();
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(primary.getHost(), primary.getPort());
    }

    @Override
    public String url() {
        return MongoUri.direct(uri, primary.toString(), database);
    }

    @Override
    public String url(int reachedAt) {
        return MongoUri.direct(uri, "127.0.0.1:" + reachedAt, database);
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
        throw new UnsupportedOperationException("It is not ours");
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("It is not ours");
    }

    @Override
    public void close() {
        try (MongoClient client = MongoClients.create(uri)) {
            client.getDatabase(database).drop();
        }
    }
}
