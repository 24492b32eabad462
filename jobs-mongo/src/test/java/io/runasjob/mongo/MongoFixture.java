package io.runasjob.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.runasjob.spi.JobStore;
import io.runasjob.testkit.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** An open, empty MongoDB store in a database of its own; lets time pass by moving all times in it back. */
final class MongoFixture implements StoreFixture {
    private final String uri;
    private final MongoClient client;
    private final MongoDatabase database;
    private final MongoJobStore store;
    private final List<MongoJobStore> others = new ArrayList<>();

    MongoFixture(String server) {
        this.uri = Servers.emptyDatabase(server);
        this.client = MongoClients.create(uri);
        this.database = client.getDatabase(Servers.databaseOf(uri));
        this.store = MongoJobStore.of(client, database.getName());
        store.open();
    }

    @Override
    public JobStore store() {
        return store;
    }

    @Override
    public JobStore elsewhere() {
        MongoJobStore another = MongoJobStore.open(uri);
        others.add(another);
        return another;
    }

    MongoDatabase database() {
        return database;
    }

    @Override
    public void passTime(Duration duration) {
        for (String name : List.of("job", "job_node", "job_intake")) {
            MongoCollection<BsonDocument> collection = database.getCollection(name, BsonDocument.class);
            for (BsonDocument document : collection.find().into(new ArrayList<>())) {
                BsonDocument id = new BsonDocument("_id", document.get("_id"));
                collection.replaceOne(id, earlier(document, duration).asDocument());
            }
        }
    }

    private static BsonValue earlier(BsonValue value, Duration duration) {
        if (value.isDateTime()) {
            return new BsonDateTime(value.asDateTime().getValue() - duration.toMillis());
        }
        if (value.isArray()) {
            return new BsonArray(
                    value.asArray().stream().map(each -> earlier(each, duration)).toList());
        }
        if (value.isDocument()) {
            BsonDocument moved = new BsonDocument();
            value.asDocument().forEach((field, each) -> moved.put(field, earlier(each, duration)));
            return moved;
        }
        return value;
    }

    @Override
    public void close() {
        others.forEach(MongoJobStore::close);
        store.close();
        database.drop();
        client.close();
    }
}
