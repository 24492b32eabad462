package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import io.runasjob.job.CancelAnswer;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.StoreUnavailableException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Cancels: waiting jobs end at once, running ones are asked to stop. A job that goes from waiting to running, or back, between
 * the two updates is missed by both: it is found by the look that follows, and cancelled again.
 */
final class CancelJobs {
    private static final int MOST_ROUNDS = 20;
    private static final Set<JobStatus> WAITING = EnumSet.of(JobStatus.BLOCKED, JobStatus.SCHEDULED, JobStatus.PENDING);

    private final Database database;
    private final Touched touched;

    CancelJobs(Database database) {
        this.database = database;
        this.touched = new Touched(database);
    }

    Map<JobId, CancelAnswer> cancel(Collection<JobId> jobs) {
        return database.run("cancel jobs", () -> {
            Map<JobId, CancelAnswer> answers = new LinkedHashMap<>();
            List<JobId> open = List.copyOf(jobs);
            for (int round = 1; round <= MOST_ROUNDS && !open.isEmpty(); round++) {
                answers.putAll(cancelOnce(open));
                open = open.stream().filter(job -> !answers.containsKey(job)).toList();
            }
            requireNone(open);
            return answers;
        });
    }

    private Map<JobId, CancelAnswer> cancelOnce(List<JobId> jobs) {
        Instant now = database.now();
        UUID ended = UUID.randomUUID();
        UUID asked = UUID.randomUUID();
        update(jobs, Guards.move(WAITING, JobStatus.CANCELLED), end(now, ended));
        update(
                jobs,
                Guards.move(Set.of(JobStatus.RUNNING), JobStatus.CANCELLED),
                combine(set(Names.CANCEL, BsonBoolean.TRUE), set(Names.TOUCHED, Values.of(asked))));
        Map<JobId, BsonDocument> found = touched.read(jobs);
        Map<JobId, CancelAnswer> answers = new LinkedHashMap<>();
        for (JobId job : jobs) {
            CancelAnswer answer = answer(found.get(job), ended, asked);
            if (answer != null) {
                answers.put(job, answer);
            }
        }
        return answers;
    }

    private void update(List<JobId> jobs, Bson guard, Bson update) {
        database.write(() -> (int)
                database.jobs().updateMany(and(Guards.ids(jobs), guard), update).getMatchedCount());
    }

    private static Bson end(Instant now, UUID stamp) {
        return combine(
                set(Names.STATUS, new BsonString(JobStatus.CANCELLED.name())),
                set(Names.FINISHED, Values.of(now)),
                set(Names.TOUCHED, Values.of(stamp)),
                unset(Names.HOLDS),
                unset(Names.ERROR));
    }

    /** Null when the job was missed. */
    private static @Nullable CancelAnswer answer(@Nullable BsonDocument job, UUID ended, UUID asked) {
        if (job == null) {
            return CancelAnswer.UNKNOWN;
        }
        if (Touched.by(job, ended)) {
            return CancelAnswer.CANCELLED;
        }
        if (Touched.by(job, asked)) {
            return CancelAnswer.REQUESTED;
        }
        return JobDocument.status(job).isFinished() ? CancelAnswer.ALREADY_FINISHED : null;
    }

    private static void requireNone(List<JobId> open) {
        if (!open.isEmpty()) {
            throw new StoreUnavailableException("Could not cancel " + open + ": they never stood still", null);
        }
    }
}
