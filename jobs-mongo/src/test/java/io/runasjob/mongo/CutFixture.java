package io.runasjob.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.runasjob.spi.JobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** Two stores on one database: one whose operations may be cut off, and a healthy one. */
final class CutFixture implements AutoCloseable {
    private final MongoFixture fixture = new MongoFixture(Servers.fake());
    private final MongoClient client = MongoClients.create(fixture.uri());
    private final CutClient cut = new CutClient(client);
    private final MongoJobStore sick =
            MongoJobStore.of(cut.client(), fixture.database().getName());

    CutFixture() {
        sick.open();
    }

    JobStore healthy() {
        return fixture.store();
    }

    JobStore sick() {
        return sick;
    }

    CutClient cut() {
        return cut;
    }

    void passTime(Duration duration) {
        fixture.passTime(duration);
    }

    /** Staged jobs, and intakes under way. */
    List<Document> leftBehind() {
        List<Document> left = fixture.database()
                .getCollection("job")
                .find(new Document("status", "STAGED"))
                .into(new ArrayList<>());
        fixture.database().getCollection("job_intake").find().into(left);
        return left;
    }

    @Override
    public void close() {
        sick.close();
        client.close();
        fixture.close();
    }
}
