package io.runasjob.mongo;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** Opens change streams of the rings. */
class Doorbell {
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final Database database;

    Doorbell(Database database) {
        this.database = database;
    }

    /**
     * A stream of rings.
     *
     * @param after the token behind which to begin, or null for now
     */
    MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> open(@Nullable BsonDocument after) {
        ChangeStreamIterable<BsonDocument> stream = database.listening(Index.DOORBELL)
                .watch(List.of(Aggregates.match(Filters.eq("operationType", new BsonString("insert")))))
                .maxAwaitTime(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        return (after == null ? stream : stream.resumeAfter(after)).cursor();
    }
}
