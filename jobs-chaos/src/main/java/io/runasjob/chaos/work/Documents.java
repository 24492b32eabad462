package io.runasjob.chaos.work;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.runasjob.chaos.history.Effect;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/** The application's own collections. Their ids are made by the driver, so that doubles stay visible. */
final class Documents {
    private static final String EFFECTS = "chaos_effect";
    private static final String TRACES = "chaos_trace";
    private static final String ORDERS = "chaos_order";
    private static final String PULSE = "chaos_pulse";

    private Documents() {}

    /** A transaction may not have to make a collection. */
    static void create(MongoDatabase database) {
        List.of(EFFECTS, TRACES, ORDERS, PULSE).forEach(database::createCollection);
    }

    static void effect(MongoDatabase database, ClientSession session, JobContext job) {
        database.getCollection(EFFECTS).insertOne(session, document(job));
    }

    static void trace(MongoDatabase database, JobContext job) {
        database.getCollection(TRACES).insertOne(document(job));
    }

    private static Document document(JobContext job) {
        return new Document("job", job.id().toString())
                .append("attempt", job.attempt())
                .append("node", HandlerLog.nodeOf(job));
    }

    static void order(MongoDatabase database, ClientSession session, JobId job) {
        database.getCollection(ORDERS).insertOne(session, new Document("job", job.toString()));
    }

    static void beat(MongoDatabase database, String process) {
        database.getCollection(PULSE)
                .updateOne(Filters.eq("_id", process), Updates.inc("beats", 1), new UpdateOptions().upsert(true));
    }

    static List<Effect> effects(MongoDatabase database) {
        return effects(database, EFFECTS);
    }

    static List<Effect> traces(MongoDatabase database) {
        return effects(database, TRACES);
    }

    private static List<Effect> effects(MongoDatabase database, String collection) {
        return database.getCollection(collection)
                .find()
                .map(found -> new Effect(found.getString("job"), found.getInteger("attempt"), found.getString("node")))
                .into(new ArrayList<>());
    }

    static Set<String> orders(MongoDatabase database) {
        return database.getCollection(ORDERS)
                .find()
                .map(found -> found.getString("job"))
                .into(new HashSet<>());
    }
}
