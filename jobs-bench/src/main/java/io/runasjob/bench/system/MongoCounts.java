package io.runasjob.bench.system;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.bson.Document;

/** Counts the documents of RunAsJob. */
final class MongoCounts implements StoreCounts {
    /** One question for each, because each has an index of its own; the likely ones first. */
    private static final List<String> UNFINISHED = List.of("RUNNING", "PENDING", "SCHEDULED", "BLOCKED");

    private final MongoClient client;
    private final MongoCollection<Document> jobs;

    MongoCounts(String url) {
        this.client = MongoClients.create(url);
        String database = Objects.requireNonNull(new ConnectionString(url).getDatabase());
        this.jobs = client.getDatabase(database).getCollection("job");
    }

    @Override
    public boolean isSettled() {
        return UNFINISHED.stream()
                .noneMatch(status -> jobs.find(Filters.eq("status", status)).first() != null);
    }

    @Override
    public long stored() {
        return jobs.countDocuments();
    }

    @Override
    public OptionalLong finished() {
        return OptionalLong.of(jobs.countDocuments(Filters.eq("status", "COMPLETED")));
    }

    @Override
    public void close() {
        client.close();
    }
}
