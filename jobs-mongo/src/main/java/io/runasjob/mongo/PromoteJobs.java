package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.spi.JobUpkeep.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Makes due jobs ready. Nodes that promote at the same time each count those that they moved. */
final class PromoteJobs {
    private static final Bson READY = Updates.set(Names.STATUS, new BsonString(JobStatus.PENDING.name()));

    private final Database database;

    PromoteJobs(Database database) {
        this.database = database;
    }

    Promotion promote(int limit) {
        return database.run("promote due jobs", () -> {
            Instant now = database.now();
            Bson due = and(Guards.move(Set.of(JobStatus.SCHEDULED), JobStatus.PENDING), lte(Names.DUE, Values.of(now)));
            return new Promotion(promote(due, limit), nextDueIn(now));
        });
    }

    private int promote(Bson due, int limit) {
        List<JobId> ids = database.jobs()
                .find(due)
                .sort(Sorts.ascending(Names.DUE))
                .limit(limit)
                .projection(Projections.include(Names.ID))
                .map(JobDocument::id)
                .into(new ArrayList<>());
        return ids.isEmpty()
                ? 0
                : (int) database.jobs()
                        .updateMany(and(Guards.ids(ids), due), READY)
                        .getMatchedCount();
    }

    private @Nullable Duration nextDueIn(Instant now) {
        BsonDocument next = database.jobs()
                .find(Guards.status(JobStatus.SCHEDULED))
                .sort(Sorts.ascending(Names.DUE))
                .projection(Projections.include(Names.DUE))
                .first();
        if (next == null) {
            return null;
        }
        Duration wait = Duration.between(now, Values.time(next, Names.DUE));
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
