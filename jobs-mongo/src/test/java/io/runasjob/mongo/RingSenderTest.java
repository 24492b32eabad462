package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import io.runasjob.spi.WakeUp.Bell;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class RingSenderTest {
    @Test
    void a_ring_becomes_a_document_with_the_time_of_the_server_which_its_own_store_passes_over() {
        UUID here = UUID.randomUUID();
        try (MongoFixture fixture = new MongoFixture(Servers.fake());
                RingSender sender = new RingSender(new Database(fixture.database(), "job", "test"), here)) {
            MongoCollection<BsonDocument> rings = fixture.database().getCollection("job_doorbell", BsonDocument.class);
            sender.start();
            sender.send(Bell.READY);
            sender.send(Bell.CANCEL);

            await().until(() -> rings.countDocuments() >= 2);
            Set<Bell> heard = rings.find().into(new ArrayList<>()).stream()
                    .flatMap(ring -> Ring.heard(ring, UUID.randomUUID()).stream())
                    .collect(Collectors.toSet());
            assertThat(heard).containsExactlyInAnyOrder(Bell.READY, Bell.CANCEL);
            assertThat(rings.find().into(new ArrayList<>()))
                    .allMatch(ring -> ring.isDateTime("at"))
                    .allMatch(ring -> Ring.heard(ring, here).isEmpty());
        }
    }
}
