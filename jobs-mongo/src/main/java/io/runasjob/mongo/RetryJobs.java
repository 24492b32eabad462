package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.MongoException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.RetryAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Retries by hand: the one update that makes a job PENDING again also takes its unique key, or fails. */
final class RetryJobs {
    private static final Set<JobStatus> RETRYABLE = EnumSet.of(JobStatus.FAILED, JobStatus.CANCELLED);

    private final Database database;
    private final Intakes intakes;
    private final Touched touched;

    RetryJobs(Database database, Intakes intakes) {
        this.database = database;
        this.intakes = intakes;
        this.touched = new Touched(database);
    }

    Map<JobId, RetryAnswer> retry(Collection<JobId> jobs) {
        return database.run("retry jobs", () -> {
            Map<JobId, BsonDocument> before = touched.read(jobs);
            UUID stamp = UUID.randomUUID();
            List<BsonDocument> retryable =
                    before.values().stream().filter(RetryJobs::isRetryable).toList();
            write(retryable, stamp);
            Map<JobId, BsonDocument> after = touched.read(jobs);
            Map<JobId, RetryAnswer> answers = new LinkedHashMap<>();
            jobs.forEach(job -> answers.put(job, answer(after.get(job), stamp)));
            return answers;
        });
    }

    private static boolean isRetryable(BsonDocument job) {
        return RETRYABLE.contains(JobDocument.status(job));
    }

    private void write(List<BsonDocument> jobs, UUID stamp) {
        if (jobs.isEmpty()) {
            return;
        }
        awaitStagedHolders(jobs);
        Instant now = database.now();
        List<WriteModel<BsonDocument>> models = new ArrayList<>();
        for (BsonDocument job : jobs) {
            Bson guard = and(Filters.eq(Names.ID, job.get(Names.ID)), Guards.move(RETRYABLE, JobStatus.PENDING));
            models.add(new UpdateOneModel<>(guard, update(SpecDocument.uniqueKey(job), now, stamp)));
        }
        try {
            database.write(() -> database.jobs()
                    .bulkWrite(models, new BulkWriteOptions().ordered(false))
                    .getMatchedCount());
        } catch (MongoException e) {
            requireTakenKeys(e);
        }
    }

    /** Those whose keys are held stay as they are, the others were written. */
    private static void requireTakenKeys(MongoException error) {
        if (!Errors.isDuplicate(error)) {
            throw error;
        }
    }

    private void awaitStagedHolders(List<BsonDocument> jobs) {
        List<BsonString> keys = jobs.stream()
                .filter(job -> job.containsKey(Names.UNIQUE))
                .map(SpecDocument::uniqueKey)
                .map(BsonString::new)
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        Bson staged = and(Filters.in(Names.HOLDS, keys), Filters.eq(Names.STATUS, new BsonString(Names.STAGED)));
        for (BsonDocument holder : database.jobs().find(staged).into(new ArrayList<>())) {
            intakes.await(Values.id(holder, Names.INTAKE));
        }
    }

    private static Bson update(@Nullable String key, Instant now, UUID stamp) {
        List<Bson> updates = new ArrayList<>(List.of(
                set(Names.STATUS, new BsonString(JobStatus.PENDING.name())),
                set(Names.DUE, Values.of(now)),
                set(Names.FAILURES, new BsonInt32(0)),
                set(Names.LOSSES, new BsonInt32(0)),
                set(Names.CANCEL, BsonBoolean.FALSE),
                set(Names.TOUCHED, Values.of(stamp)),
                unset(Names.FINISHED),
                unset(Names.RESULT),
                unset(Names.ERROR)));
        if (key != null) {
            updates.add(set(Names.HOLDS, new BsonString(key)));
        }
        return combine(updates);
    }

    private static RetryAnswer answer(@Nullable BsonDocument job, UUID stamp) {
        if (job == null) {
            return RetryAnswer.UNKNOWN;
        }
        if (Touched.by(job, stamp)) {
            return RetryAnswer.RETRIED;
        }
        return isRetryable(job) ? RetryAnswer.KEY_TAKEN : RetryAnswer.NOT_RETRYABLE;
    }
}
