package io.runasjob.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
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
    private final List<MongoClient> clients = new ArrayList<>();
    private final MongoJobStore store;
    private final RecordedCommands recorded;
    private final List<MongoJobStore> others = new ArrayList<>();

    MongoFixture(String server) {
        this(server, new RecordedCommands(true));
    }

    MongoFixture(String server, RecordedCommands recorded) {
        this.uri = Servers.emptyDatabase(server);
        this.recorded = recorded;
        this.client = MongoClients.create(uri);
        this.database = client.getDatabase(Servers.databaseOf(uri));
        this.store = another();
    }

    /** One more open store, by a client of its own that is recorded and whose defaults are the weakest. */
    MongoJobStore another() {
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .writeConcern(WriteConcern.W1)
                .readConcern(ReadConcern.LOCAL)
                .readPreference(ReadPreference.secondaryPreferred())
                .addCommandListener(recorded)
                .build();
        MongoClient weak = MongoClients.create(settings);
        clients.add(weak);
        MongoJobStore opened = MongoJobStore.of(weak, database.getName());
        opened.open();
        return opened;
    }

    @Override
    public JobStore store() {
        return store;
    }

    @Override
    public JobStore elsewhere() {
        MongoJobStore another = another();
        others.add(another);
        return another;
    }

    RecordedCommands recorded() {
        return recorded;
    }

    String uri() {
        return uri;
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
            return new BsonArray(value.asArray().stream()
                    .map(each -> earlier(each, duration))
                    .toList());
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
        clients.forEach(MongoClient::close);
        database.drop();
        client.close();
    }
}
