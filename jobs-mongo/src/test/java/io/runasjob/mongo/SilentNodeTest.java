package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.runasjob.job.NodeId;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.testkit.StoreDriver;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is taken for dead, by heartbeats as the server itself writes them: the contract moves time, and writes them anew. */
class SilentNodeTest {
    private final MongoFixture fixture = new MongoFixture(Servers.fake());
    private final StoreDriver driver = new StoreDriver(fixture);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_node_that_falls_silent_after_a_heartbeat_is_taken_for_dead() {
        NodeId node = NodeId.random();
        fixture.store().register(new Registration(node, "host", 1, Set.of(), Set.of(), Duration.ofMillis(1)));
        fixture.store().heartbeat(node);

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            fixture.store().rescue(3, 10);
            return fixture.store().nodes().isEmpty();
        });
        assertThat(fixture.store().heartbeat(node).known()).isFalse();
    }

    @Test
    void a_heartbeat_between_the_look_at_a_node_and_the_mark_saves_it() {
        NodeId node = driver.node();
        fixture.passTime(StoreDriver.DEAD_AFTER.multipliedBy(2));
        try (MongoClient client = clientThatBeatsBeforeTheMark(node);
                MongoJobStore rescuer =
                        MongoJobStore.of(client, fixture.database().getName())) {
            rescuer.open();
            rescuer.rescue(3, 10);
        }
        assertThat(fixture.store().heartbeat(node).known()).isTrue();
    }

    private MongoClient clientThatBeatsBeforeTheMark(NodeId node) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(fixture.uri()))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        if (event.getCommandName().equals("update")
                                && event.getCommand().toString().contains("dead")) {
                            fixture.store().heartbeat(node);
                        }
                    }
                })
                .build());
    }
}
