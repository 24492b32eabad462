package io.runasjob.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a store: one for its acts, one for heartbeats, which must not wait while others hold all connections of the
 * first. Immutable; threads may share it.
 *
 * @param acts for everything else
 * @param heartbeats the same as the first where there is no other
 * @param owned those that are closed with the store
 */
record Clients(MongoClient acts, MongoClient heartbeats, List<MongoClient> owned) implements AutoCloseable {
    Clients {
        owned = List.copyOf(owned);
    }

    /** Makes both; that of the heartbeats has one connection. */
    static Clients open(MongoClientSettings settings) {
        MongoClient acts = MongoClients.create(settings);
        MongoClient heartbeats = MongoClients.create(MongoClientSettings.builder(settings)
                .applyToConnectionPoolSettings(pool -> pool.minSize(0).maxSize(1))
                .build());
        return new Clients(acts, heartbeats, List.of(acts, heartbeats));
    }

    /** Borrows one of the host, or two. */
    static Clients borrow(MongoClient host, @Nullable MongoClient heartbeats) {
        return new Clients(host, heartbeats == null ? host : heartbeats, List.of());
    }

    @Override
    public void close() {
        owned.forEach(MongoClient::close);
    }
}
