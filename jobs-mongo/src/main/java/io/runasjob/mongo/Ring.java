package io.runasjob.mongo;

import io.runasjob.spi.WakeUp.Bell;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** A ring as a document of the doorbell: which bell, when, and by which store, which has heard it already. */
final class Ring {
    static final String AT = "at";
    private static final String BELL = "bell";
    private static final String BY = "by";

    private Ring() {}

    /** A ring that all stores are to hear. */
    static BsonDocument document(Bell bell, Instant at) {
        return new BsonDocument(Names.ID, Values.of(UUID.randomUUID()))
                .append(BELL, new BsonString(bell.name()))
                .append(AT, Values.of(at));
    }

    /** The fields of a ring that its own store has heard already; the server adds the time. */
    static BsonDocument document(Bell bell, UUID by) {
        return new BsonDocument(BELL, new BsonString(bell.name())).append(BY, Values.of(by));
    }

    /** The bell of a ring by others than this store; empty for its own, and for what a newer version rings. */
    static Optional<Bell> heard(@Nullable BsonDocument ring, UUID here) {
        if (ring == null || here.equals(Values.idOrNull(ring, BY))) {
            return Optional.empty();
        }
        String name = Values.textOrNull(ring, BELL);
        for (Bell bell : Bell.values()) {
            if (bell.name().equals(name)) {
                return Optional.of(bell);
            }
        }
        return Optional.empty();
    }
}
