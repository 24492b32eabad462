package io.runasjob.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.runasjob.job.JobError;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.mongo.EndAttempts.End;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.AttemptEnd.Completed;
import io.runasjob.spi.AttemptEnd.Failed;
import io.runasjob.spi.AttemptEnd.Retry;
import io.runasjob.spi.AttemptEnd.Snoozed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Ends attempts whose leases are the current ones, and says which these were: one unordered bulk write, each update guarded by
 * its lease. When all matched, all were written; otherwise the jobs are asked for the stamp of this act.
 */
final class FinishAttempts {
    private static final Set<JobStatus> RUNNING = Set.of(JobStatus.RUNNING);
    private static final int MOST_ROUNDS = 10;

    private final Database database;

    FinishAttempts(Database database) {
        this.database = database;
    }

    Set<Lease> finish(List<AttemptEnd> ends) {
        if (ends.isEmpty()) {
            return Set.of();
        }
        return database.run("finish attempts", () -> finish(firstOfEachLease(ends), database.now()));
    }

    private static List<AttemptEnd> firstOfEachLease(List<AttemptEnd> ends) {
        Set<Lease> leases = new HashSet<>();
        return ends.stream().filter(end -> leases.add(end.lease())).toList();
    }

    private Set<Lease> finish(List<AttemptEnd> ends, Instant now) {
        EndAttempts updates = new EndAttempts(now, UUID.randomUUID());
        Set<Lease> written = new HashSet<>();
        List<AttemptEnd> open = ends;
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            if (write(models(open, updates)) == open.size()) {
                open.forEach(end -> written.add(end.lease()));
                return written;
            }
            open = stillOpen(open, updates.stamp(), written);
            if (open.isEmpty()) {
                return written;
            }
            database.pause(round);
        }
        throw new StoreUnavailableException("Could not find out which of " + ends.size() + " ends were stored", null);
    }

    private int write(List<WriteModel<BsonDocument>> models) {
        return database.write(() -> database.jobs()
                .bulkWrite(models, new BulkWriteOptions().ordered(false))
                .getMatchedCount());
    }

    /** The same as part of a transaction that somebody else commits; false when the lease is stale. */
    boolean finish(ClientSession session, Completed end, Instant now) {
        Bson update = new EndAttempts(now, UUID.randomUUID()).update(end(end, end.status()));
        return database.inSession("")
                        .updateOne(session, guard(end.lease(), end.status()), update)
                        .getMatchedCount()
                == 1;
    }

    private static List<WriteModel<BsonDocument>> models(List<AttemptEnd> ends, EndAttempts updates) {
        List<WriteModel<BsonDocument>> models = new ArrayList<>();
        for (AttemptEnd end : ends) {
            if (end.status().isFinished()) {
                models.add(model(end, end.status(), guard(end.lease(), end.status()), updates));
            } else {
                models.add(model(end, end.status(), waits(end, false), updates));
                models.add(model(end, JobStatus.CANCELLED, waits(end, true), updates));
            }
        }
        return models;
    }

    private static WriteModel<BsonDocument> model(AttemptEnd end, JobStatus status, Bson guard, EndAttempts updates) {
        return new UpdateOneModel<>(guard, updates.update(end(end, status)));
    }

    private static Bson guard(Lease lease, JobStatus becomes) {
        return Filters.and(Guards.leased(lease), Guards.move(RUNNING, becomes));
    }

    /** Of an end that goes back to waiting there are two updates: a job that was asked to stop becomes CANCELLED. */
    private static Bson waits(AttemptEnd end, boolean askedToStop) {
        JobStatus becomes = askedToStop ? JobStatus.CANCELLED : end.status();
        return Filters.and(guard(end.lease(), becomes), Guards.askedToStop(askedToStop));
    }

    private static End end(AttemptEnd end, JobStatus status) {
        String result = end instanceof Completed completed ? completed.result() : null;
        return new End(end.lease(), end.outcome(), status, error(end), result, delay(end));
    }

    private static @Nullable JobError error(AttemptEnd end) {
        if (end instanceof Failed failed) {
            return failed.error();
        }
        return end instanceof Retry retry ? retry.error() : null;
    }

    private static @Nullable Duration delay(AttemptEnd end) {
        if (end instanceof Retry retry) {
            return retry.delay();
        }
        return end instanceof Snoozed snoozed ? snoozed.delay() : null;
    }

    /** Adds what was written, and answers with the rest whose leases are current: asked to stop between the two updates. */
    private List<AttemptEnd> stillOpen(List<AttemptEnd> ends, UUID stamp, Set<Lease> written) {
        Map<JobId, BsonDocument> jobs = new HashMap<>();
        Bson ids = Guards.ids(ends.stream().map(end -> end.lease().job()).toList());
        for (BsonDocument job : database.jobs()
                .find(ids)
                .projection(Projections.include(Names.STATUS, Names.ATTEMPT, Names.NODE, Names.ATTEMPTS))
                .into(new ArrayList<>())) {
            jobs.put(JobDocument.id(job), job);
        }
        List<AttemptEnd> open = new ArrayList<>();
        for (AttemptEnd end : ends) {
            BsonDocument job = jobs.get(end.lease().job());
            if (job != null && AttemptDocuments.endedBy(job, end.lease().attempt(), stamp)) {
                written.add(end.lease());
            } else if (job != null && isCurrent(job, end.lease())) {
                open.add(end);
            }
        }
        return open;
    }

    private static boolean isCurrent(BsonDocument job, Lease lease) {
        return Values.text(job, Names.STATUS).equals(JobStatus.RUNNING.name())
                && JobDocument.lease(job).equals(lease);
    }
}
