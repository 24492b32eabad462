package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** Lets waiting jobs wait anew, or makes them ready. */
final class RescheduleJobs {
    private final Database database;
    private final Touched touched;

    RescheduleJobs(Database database) {
        this.database = database;
        this.touched = new Touched(database);
    }

    Map<JobId, Boolean> reschedule(Collection<JobId> jobs, Duration delay) {
        JobStatus status = delay.isZero() ? JobStatus.PENDING : JobStatus.SCHEDULED;
        return database.run("reschedule jobs", () -> {
            UUID stamp = UUID.randomUUID();
            Bson update = combine(
                    set(Names.STATUS, new BsonString(status.name())),
                    set(Names.DUE, Values.after(database.now(), delay)),
                    set(Names.TOUCHED, Values.of(stamp)));
            database.write(() -> (int) database.jobs()
                    .updateMany(and(Guards.ids(jobs), Guards.waiting(status)), update)
                    .getMatchedCount());
            Map<JobId, BsonDocument> found = new HashMap<>(touched.read(jobs));
            found.values().removeIf(job -> !Touched.by(job, stamp));
            Map<JobId, Boolean> answers = new LinkedHashMap<>();
            jobs.forEach(job -> answers.put(job, found.containsKey(job)));
            return answers;
        });
    }
}
