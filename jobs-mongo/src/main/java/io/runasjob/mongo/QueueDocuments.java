package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** The settings of queues: one document for each queue that ever had one. */
final class QueueDocuments {
    private static final String PAUSED = "paused";

    private final Database database;

    QueueDocuments(Database database) {
        this.database = database;
    }

    void pause(String queue, boolean paused) {
        change("pause queue " + queue, queue, Updates.set(PAUSED, BsonBoolean.valueOf(paused)));
    }

    void limit(String queue, long limit) {
        Bson update =
                limit == Long.MAX_VALUE ? Updates.unset(QueueLimits.LIMIT) : Updates.set(QueueLimits.LIMIT, limit);
        change("limit queue " + queue, queue, update);
    }

    Set<String> paused() {
        return database.run("read the paused queues", () -> names(eq(PAUSED, BsonBoolean.TRUE)));
    }

    /** The paused ones of these queues; to be called in an act. */
    Set<String> pausedAmong(Collection<String> queues) {
        return names(
                and(Filters.in(Names.ID, queues.stream().map(BsonString::new).toList()), eq(PAUSED, BsonBoolean.TRUE)));
    }

    static boolean isPaused(BsonDocument queue) {
        return queue.getBoolean(PAUSED, BsonBoolean.FALSE).getValue();
    }

    private Set<String> names(Bson filter) {
        return database.queues()
                .find(filter)
                .map(queue -> Values.text(queue, Names.ID))
                .into(new HashSet<>());
    }

    /** An upsert that loses the race to create the document finds it there when it is run again. */
    private void change(String what, String queue, Bson update) {
        database.run(
                what,
                () -> Repeat.whileDuplicate(() -> database.queues()
                        .updateOne(QueueLimits.name(queue), update, new UpdateOptions().upsert(true))));
    }
}
