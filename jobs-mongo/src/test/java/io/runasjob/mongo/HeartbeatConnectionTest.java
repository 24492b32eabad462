package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.NodeId;
import io.runasjob.spi.NodeRegistry.Registration;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A heartbeat goes out while somebody holds the only connection of the pool. */
@Timeout(60)
class HeartbeatConnectionTest {
    private static final long LONGEST_SECONDS = 10;

    private final String uri = Servers.emptyDatabase(Servers.fake());
    private final NodeId node = NodeId.random();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** One connection; who sends a ping keeps it until {@link #release}. */
    private final MongoClientSettings oneConnection = MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(uri))
            .applyToConnectionPoolSettings(pool -> pool.maxSize(1))
            .addCommandListener(new CommandListener() {
                @Override
                public void commandStarted(CommandStartedEvent event) {
                    if (event.getCommandName().equals("ping")) {
                        held.countDown();
                        await(release);
                    }
                }
            })
            .build();

    @AfterEach
    void close() {
        release.countDown();
        threads.shutdownNow();
        Servers.drop(uri);
    }

    @Test
    void of_a_store_with_clients_of_its_own() throws Exception {
        Clients clients = Clients.open(oneConnection);
        try (MongoJobStore store =
                new MongoJobStore(MongoJobStore.builder().database(Servers.databaseOf(uri)), clients)) {
            register(store);
            Future<?> holding = hold(clients.acts());

            assertThat(beat(store).get(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            release(holding);
        }
    }

    @Test
    void of_a_store_that_borrows_a_second_client_which_stays_open() throws Exception {
        try (MongoClient host = MongoClients.create(oneConnection);
                MongoClient second = MongoClients.create(uri)) {
            try (MongoJobStore store = MongoJobStore.builder()
                    .client(host)
                    .heartbeatClient(second)
                    .database(Servers.databaseOf(uri))
                    .build()) {
                register(store);
                Future<?> holding = hold(host);

                assertThat(beat(store).get(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
                release(holding);
            }
            assertThat(second.listDatabaseNames()).contains(Servers.databaseOf(uri));
        }
    }

    @Test
    void a_store_that_makes_its_clients_takes_no_other() {
        MongoClient second = MongoClients.create(uri);
        try (second) {
            assertThatThrownBy(() -> MongoJobStore.builder()
                            .uri(uri)
                            .heartbeatClient(second)
                            .build())
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("client for heartbeats");
        }
    }

    private void register(MongoJobStore store) {
        store.open();
        store.register(new Registration(node, "host", 1, Set.of(), Set.of(), Duration.ofMinutes(1)));
        store.heartbeat(node);
    }

    private Future<?> hold(MongoClient client) {
        Future<?> holding =
                threads.submit(() -> client.getDatabase(Servers.databaseOf(uri)).runCommand(new Document("ping", 1)));
        await(held);
        return holding;
    }

    private void release(Future<?> holding) throws Exception {
        release.countDown();
        holding.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    private Future<Boolean> beat(MongoJobStore store) {
        return threads.submit(() -> store.heartbeat(node).known());
    }

    private static void await(CountDownLatch signal) {
        try {
            assertThat(signal.await(LONGEST_SECONDS * 2, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
