package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.nin;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import io.runasjob.mongo.EndAttempts.End;
import io.runasjob.spi.JobUpkeep.Rescue;
import io.runasjob.spi.Loss;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.conversions.Bson;

/**
 * Takes running jobs away from nodes that are not alive, in steps that any node may end: a node that is silent is marked as
 * dead, which its next heartbeat learns and cannot undo; its jobs end as LOST, each by one guarded update; a dead node without
 * jobs is forgotten. Inserts that were left behind are ended here too.
 */
final class RescueJobs {
    private static final Set<JobStatus> RUNNING = Set.of(JobStatus.RUNNING);

    private final Database database;
    private final Intakes intakes;
    private final NodeDocuments nodes;

    RescueJobs(Database database, Intakes intakes, NodeDocuments nodes) {
        this.database = database;
        this.intakes = intakes;
        this.nodes = nodes;
    }

    /** An attempt on its way to its end, with what was read of its job. */
    private record Lost(BsonDocument job, End end) {}

    List<Rescue> rescue(int maxLosses, int limit) {
        return database.run("rescue lost jobs", () -> {
            Instant now = database.now();
            intakes.settleAbandoned(now);
            nodes.markDead(now);
            List<Lost> lost = lost(limit).stream()
                    .map(job -> new Lost(job, end(job, maxLosses)))
                    .toList();
            List<Rescue> rescued = take(lost, new EndAttempts(now, UUID.randomUUID()));
            nodes.forgetDeadAndIdle();
            return rescued;
        });
    }

    /** A node that registered after the first look has claimed after it too: nodes are looked at again, after the jobs. */
    private List<BsonDocument> lost(int limit) {
        List<BsonDocument> found = database.jobs()
                .find(and(Guards.status(JobStatus.RUNNING), nin(Names.NODE, nodes.alive())))
                .sort(Sorts.ascending(Names.ID))
                .limit(limit)
                .projection(Projections.include(Names.TYPE, Names.ATTEMPT, Names.NODE, Names.CANCEL, Names.LOSSES))
                .into(new ArrayList<>());
        if (found.isEmpty()) {
            return found;
        }
        Set<NodeId> alive = nodes.alive().stream()
                .map(node -> new NodeId(node.asBinary().asUuid()))
                .collect(Collectors.toSet());
        return found.stream()
                .filter(job -> !alive.contains(JobDocument.lease(job).node()))
                .toList();
    }

    private List<Rescue> take(List<Lost> lost, EndAttempts updates) {
        if (lost.isEmpty()) {
            return List.of();
        }
        List<WriteModel<BsonDocument>> models = new ArrayList<>();
        lost.forEach(each -> models.add(new UpdateOneModel<>(guard(each), updates.update(each.end()))));
        int matched = database.write(() -> database.jobs()
                .bulkWrite(models, new BulkWriteOptions().ordered(false))
                .getMatchedCount());
        Set<Lease> taken = matched == lost.size() ? Set.of() : taken(lost, updates.stamp());
        return lost.stream()
                .map(Lost::end)
                .filter(end -> matched == lost.size() || taken.contains(end.lease()))
                .map(end -> new Rescue(end.lease(), end.status()))
                .toList();
    }

    /** What was read decides what the job becomes, so it stands in the guard. */
    private static Bson guard(Lost lost) {
        return and(
                Guards.leased(lost.end().lease()),
                Guards.move(RUNNING, lost.end().status()),
                Guards.askedToStop(JobDocument.isAskedToStop(lost.job())),
                eq(Names.LOSSES, new BsonInt32(Values.number(lost.job(), Names.LOSSES))));
    }

    private Set<Lease> taken(List<Lost> lost, UUID stamp) {
        List<BsonDocument> jobs = database.jobs()
                .find(Guards.ids(
                        lost.stream().map(each -> each.end().lease().job()).toList()))
                .projection(Projections.include(Names.ATTEMPT, Names.ATTEMPTS))
                .into(new ArrayList<>());
        return lost.stream()
                .map(each -> each.end().lease())
                .filter(lease -> jobs.stream()
                        .anyMatch(job -> JobDocument.id(job).equals(lease.job())
                                && AttemptDocuments.endedBy(job, lease.attempt(), stamp)))
                .collect(Collectors.toSet());
    }

    private static End end(BsonDocument job, int maxLosses) {
        Lease lease = JobDocument.lease(job);
        int losses = Values.number(job, Names.LOSSES) + 1;
        JobStatus status = statusAfter(JobDocument.isAskedToStop(job), losses, maxLosses);
        return new End(
                lease,
                Outcome.LOST,
                status,
                new Loss(lease, job.getString(Names.TYPE).getValue(), losses).error(status),
                null,
                null);
    }

    private static JobStatus statusAfter(boolean askedToStop, int losses, int maxLosses) {
        if (askedToStop) {
            return JobStatus.CANCELLED;
        }
        return losses >= maxLosses ? JobStatus.FAILED : JobStatus.PENDING;
    }
}
