package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The change stream is a script: no fake server has one. */
class RingListenerTest {
    private final UUID here = UUID.randomUUID();
    private final ScriptedRings rings = new ScriptedRings();
    private final List<BsonDocument> places = new CopyOnWriteArrayList<>();
    private final List<Bell> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private RingListener listener;

    @BeforeEach
    void listen() {
        Doorbell doorbell = new Doorbell(null) {
            @Override
            MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> open(BsonDocument after) {
                places.add(after == null ? new BsonDocument() : after);
                if (refusals.getAndDecrement() > 0) {
                    throw new MongoException(286, "ChangeStreamHistoryLost");
                }
                return rings;
            }
        };
        listener = new RingListener(doorbell, here, heard::add);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void rings_of_others_are_heard_and_those_of_this_store_are_not() {
        listener.start();
        rings.give(Ring.document(Bell.CANCEL, here));
        rings.give(Ring.document(Bell.READY, UUID.randomUUID()));
        rings.give(Ring.document(Bell.SCHEDULED, Instant.EPOCH));

        await().untilAsserted(() -> assertThat(heard).containsExactly(Bell.READY, Bell.SCHEDULED));
        assertThat(listener.isListening()).isTrue();
    }

    @Test
    void a_bell_of_a_newer_version_is_passed_over() {
        listener.start();
        rings.give(BsonDocument.parse("{bell: 'LUNCH'}"));
        rings.give(Ring.document(Bell.FINISHED, UUID.randomUUID()));

        await().untilAsserted(() -> assertThat(heard).containsExactly(Bell.FINISHED));
    }

    @Test
    void a_stream_that_breaks_is_opened_again_where_it_was_and_every_bell_rings() {
        listener.start();
        rings.give(Ring.document(Bell.READY, UUID.randomUUID()));
        await().until(() -> !heard.isEmpty());
        rings.fail(new MongoException("the primary stepped down"));

        await().untilAsserted(() ->
                assertThat(new ArrayList<>(heard).subList(1, heard.size())).containsExactly(Bell.values()));
        assertThat(places).hasSize(2);
        assertThat(places.get(1)).containsKey("token");
    }

    @Test
    void a_place_that_the_server_no_longer_knows_is_forgotten() {
        listener.start();
        await().until(listener::isListening);
        refusals.set(1);
        rings.fail(new MongoException("the primary stepped down"));

        await().untilAsserted(() -> assertThat(heard).containsExactly(Bell.values()));
        assertThat(places).hasSize(3);
        assertThat(places.get(2)).isEmpty();
    }

    @Test
    void while_no_stream_can_be_opened_other_jvms_are_not_reached() {
        refusals.set(Integer.MAX_VALUE);
        listener.start();

        await().until(() -> !places.isEmpty());
        assertThat(listener.isListening()).isFalse();
    }
}
