package io.runasjob.mongo;

import com.mongodb.client.model.Projections;
import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** Reads jobs by their ids. */
final class ReadJobs {
    private static final int CHUNK = 1_000;

    private final Database database;
    private final Intakes intakes;

    ReadJobs(Database database, Intakes intakes) {
        this.database = database;
        this.intakes = intakes;
    }

    Instant now() {
        return database.run("read the time", database::now);
    }

    List<Job> find(Collection<JobId> jobs) {
        List<JobId> ids = List.copyOf(new LinkedHashSet<>(jobs));
        return database.run("find jobs", () -> {
            List<Job> found = new ArrayList<>();
            for (int from = 0; from < ids.size(); from += CHUNK) {
                Bson chunk = Guards.ids(ids.subList(from, Math.min(ids.size(), from + CHUNK)));
                read(chunk).forEach(job -> found.add(JobDocument.read(job)));
            }
            return found;
        });
    }

    List<Attempt> attempts(JobId job) {
        return database.run("read the attempts of job " + job, () -> {
            BsonDocument found = database.jobs()
                    .find(Guards.id(job))
                    .projection(Projections.include(Names.ATTEMPT, Names.ATTEMPTS))
                    .first();
            return found == null ? List.of() : AttemptDocuments.read(found);
        });
    }

    /** A job whose intake is committed exists, so it is shown even when its intake was left behind just then. */
    private List<BsonDocument> read(Bson filter) {
        List<BsonDocument> found = readNow(filter);
        Set<UUID> committed = new LinkedHashSet<>();
        for (BsonDocument job : found) {
            if (JobDocument.isStaged(job)) {
                committed.add(Values.id(job, Names.INTAKE));
            }
        }
        committed.removeIf(intake -> !intakes.isCommitted(intake));
        committed.forEach(intakes::release);
        List<BsonDocument> jobs = committed.isEmpty() ? found : readNow(filter);
        jobs.removeIf(JobDocument::isStaged);
        return jobs;
    }

    private List<BsonDocument> readNow(Bson filter) {
        return database.jobs()
                .find(filter)
                .projection(Projections.exclude(Names.ATTEMPTS))
                .into(new ArrayList<>());
    }
}
