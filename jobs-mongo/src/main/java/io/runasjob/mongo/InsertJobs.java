package io.runasjob.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.model.InsertManyOptions;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobId;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;

/**
 * Takes new jobs in, all or none. One job for which no limit counts is one document, stored at once; several are an intake,
 * see {@link Intakes}. A key that somebody else takes meanwhile makes the whole insert begin again, having kept nothing.
 */
final class InsertJobs {
    /** Of those that fight for keys each round lets at least one through. */
    private static final int MOST_TRIES = 50;

    private static final int CHUNK = 1_000;

    private final Database database;
    private final Intakes intakes;
    private final UniqueKeys keys;
    private final QueueLimits limits;

    InsertJobs(Database database, Intakes intakes, UniqueKeys keys) {
        this.database = database;
        this.intakes = intakes;
        this.keys = keys;
        this.limits = new QueueLimits(database, intakes);
    }

    List<Admission> insert(List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        requireDistinct(jobs);
        return database.run("store " + jobs.size() + " jobs", () -> untilNoRaceIsLost(jobs));
    }

    static void requireDistinct(List<NewJob> jobs) {
        Set<JobId> ids = new HashSet<>();
        for (NewJob job : jobs) {
            if (!ids.add(job.id())) {
                throw notNew(job.id());
            }
        }
    }

    static InvalidValueException notNew(JobId id) {
        return new InvalidValueException(Field.ID, id, "an id that no other job has", null);
    }

    private List<Admission> untilNoRaceIsLost(List<NewJob> jobs) {
        for (int tried = 1; tried <= MOST_TRIES; tried++) {
            Admitted admitted = Admitted.of(jobs, keys.holders(jobs));
            List<NewJob> created = limits.settled(admitted.created());
            Instant now = database.now();
            if (created.isEmpty() || store(created, now)) {
                return admitted.claimed(created, now);
            }
            database.pause(tried);
        }
        throw new StoreUnavailableException(
                "Could not store " + jobs.size() + " jobs: others took their unique keys " + MOST_TRIES + " times",
                null);
    }

    /** False when a key was taken meanwhile, or another node has undone the intake: nothing is stored then. */
    private boolean store(List<NewJob> jobs, Instant now) {
        Map<String, Long> bounded = limits.bounded(jobs, now);
        boolean alone = jobs.size() == 1 && bounded.isEmpty();
        return alone ? storeOne(NewDocuments.of(jobs.get(0), now)) : storeAll(jobs, bounded, now);
    }

    private boolean storeOne(BsonDocument job) {
        try {
            int stored = database.write(() -> {
                database.jobs().insertOne(job);
                return 1;
            });
            return stored == 1 || requireReadBack(job);
        } catch (MongoException e) {
            return isRaceForKey(e, List.of(job));
        }
    }

    private boolean requireReadBack(BsonDocument job) {
        BsonDocument found =
                database.jobs().find(Guards.id(JobDocument.id(job))).first();
        if (found == null || !found.getDateTime(Names.CREATED).equals(job.getDateTime(Names.CREATED))) {
            throw new StoreUnavailableException("Could not find out whether a job was stored", null);
        }
        return true;
    }

    private boolean storeAll(List<NewJob> jobs, Map<String, Long> bounded, Instant now) {
        UUID intake = intakes.begin(now);
        try {
            if (stage(jobs, intake, now) && limits.admit(bounded, intake) && intakes.commit(intake)) {
                intakes.release(intake);
                return true;
            }
            intakes.undo(intake);
            return false;
        } catch (RuntimeException e) {
            undo(intake, e);
            throw e;
        } finally {
            limits.leave(bounded, intake);
        }
    }

    /** What cannot be undone now is undone later, by whoever finds it. */
    private void undo(UUID intake, RuntimeException reason) {
        try {
            intakes.undo(intake);
        } catch (MongoException e) {
            reason.addSuppressed(e);
        }
    }

    /** Keys first and in their order, so that of two inserts with the same keys one gets all of them. */
    private boolean stage(List<NewJob> jobs, UUID intake, Instant now) {
        List<BsonDocument> keyed = jobs.stream()
                .filter(job -> job.spec().uniqueOrNull() != null)
                .map(job -> NewDocuments.staged(job, now, intake))
                .sorted(Comparator.comparing(job -> Values.text(job, Names.HOLDS)))
                .toList();
        List<NewJob> others =
                jobs.stream().filter(job -> job.spec().uniqueOrNull() == null).toList();
        return stage(keyed, intake, true) && stageOthers(others, intake, now);
    }

    private boolean stageOthers(List<NewJob> jobs, UUID intake, Instant now) {
        for (int from = 0; from < jobs.size(); from += CHUNK) {
            List<BsonDocument> chunk = jobs.subList(from, Math.min(jobs.size(), from + CHUNK)).stream()
                    .map(job -> NewDocuments.staged(job, now, intake))
                    .toList();
            if (!stage(chunk, intake, false) || !intakes.renew(intake)) {
                return false;
            }
        }
        return true;
    }

    private boolean stage(List<BsonDocument> jobs, UUID intake, boolean ordered) {
        if (jobs.isEmpty()) {
            return true;
        }
        try {
            database.jobs().insertMany(jobs, new InsertManyOptions().ordered(ordered));
            return !ordered || intakes.renew(intake);
        } catch (MongoException e) {
            return isRaceForKey(e, jobs);
        }
    }

    /** Answers false for a key that was taken meanwhile, and throws for everything else. */
    private boolean isRaceForKey(MongoException error, List<BsonDocument> jobs) {
        if (!Errors.isDuplicate(error)) {
            throw error;
        }
        List<JobId> ids = jobs.stream().map(JobDocument::id).toList();
        BsonDocument found = database.jobs().find(Guards.ids(ids)).first();
        if (found != null && !sameIntake(found, jobs.get(0))) {
            throw notNew(JobDocument.id(found));
        }
        return false;
    }

    private static boolean sameIntake(BsonDocument found, BsonDocument job) {
        return job.containsKey(Names.INTAKE) && job.get(Names.INTAKE).equals(found.get(Names.INTAKE));
    }
}
