package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.NodeId;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/**
 * Leases ready jobs to a node: reads candidates in dequeue order, and leases them by one update, guarded by all that decides
 * about the lease. When it matches them all, each is what was read, one step further; when it matches fewer, those that were
 * leased are looked up by the stamp of this claim, and the rest is asked for again.
 */
final class ClaimJobs {
    /** Each round leases at least one job of some node, so nobody turns in circles; the next claim brings the rest. */
    private static final int MOST_ROUNDS = 8;

    private static final Set<JobStatus> READY = Set.of(JobStatus.PENDING);

    private static final Comparator<Job> DEQUEUE_ORDER = Comparator.comparing(Job::priority, Comparator.reverseOrder())
            .thenComparing(job -> job.times().due())
            .thenComparing(Job::id);

    private static final Bson IN_DEQUEUE_ORDER =
            Sorts.orderBy(Sorts.descending(Names.PRIORITY), Sorts.ascending(Names.DUE, Names.ID));

    private final Database database;
    private final QueueDocuments queues;

    ClaimJobs(Database database, QueueDocuments queues) {
        this.database = database;
        this.queues = queues;
    }

    /** What decides about a lease beside the status: jobs that are alike here are leased by one update. */
    private record Alike(int attempt, int failures, int losses) {
        static Alike of(BsonDocument job) {
            return new Alike(
                    Values.number(job, Names.ATTEMPT),
                    Values.number(job, Names.FAILURES),
                    Values.number(job, Names.LOSSES));
        }

        Bson guard() {
            return and(
                    Guards.move(READY, JobStatus.RUNNING),
                    eq(Names.ATTEMPT, new BsonInt32(attempt)),
                    eq(Names.FAILURES, new BsonInt32(failures)),
                    eq(Names.LOSSES, new BsonInt32(losses)));
        }
    }

    /** One claim: who, when, and by which stamp it is found again. */
    private record Claim(NodeId node, Instant now, UUID stamp) {
        Bson update() {
            return combine(
                    set(Names.STATUS, new BsonString(JobStatus.RUNNING.name())),
                    set(Names.NODE, Values.of(node.value())),
                    set(Names.STARTED, Values.of(now)),
                    set(Names.CLAIM, Values.of(stamp)),
                    inc(Names.ATTEMPT, 1),
                    unset(Names.ERROR),
                    AttemptDocuments.push(node, now));
        }

        Job apply(BsonDocument job) {
            BsonDocument leased = new BsonDocument();
            leased.putAll(job);
            leased.append(Names.STATUS, new BsonString(JobStatus.RUNNING.name()))
                    .append(Names.NODE, Values.of(node.value()))
                    .append(Names.STARTED, Values.of(now))
                    .append(Names.ATTEMPT, new BsonInt32(Values.number(job, Names.ATTEMPT) + 1))
                    .append(Names.CANCEL, BsonBoolean.FALSE)
                    .remove(Names.ERROR);
            return JobDocument.read(leased);
        }
    }

    List<Job> claim(ClaimRequest request) {
        if (request.demands().isEmpty() || request.types().isEmpty()) {
            return List.of();
        }
        return database.run("claim jobs", () -> {
            Set<String> paused = queues.pausedAmong(
                    request.demands().stream().map(Demand::queue).toList());
            List<Job> claimed = new ArrayList<>();
            for (Demand demand : request.demands()) {
                if (!paused.contains(demand.queue())) {
                    claimed.addAll(claim(request, demand));
                }
            }
            return claimed;
        });
    }

    private List<Job> claim(ClaimRequest request, Demand demand) {
        List<Job> claimed = new ArrayList<>();
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            int wanted = demand.jobs() - claimed.size();
            List<BsonDocument> candidates = candidates(request, demand.queue(), wanted);
            if (!candidates.isEmpty()) {
                claimed.addAll(lease(candidates, new Claim(request.node(), database.now(), UUID.randomUUID())));
            }
            if (claimed.size() == demand.jobs() || candidates.size() < wanted) {
                break;
            }
            database.pause(round);
        }
        claimed.sort(DEQUEUE_ORDER);
        return claimed;
    }

    private List<BsonDocument> candidates(ClaimRequest request, String queue, int most) {
        Bson ready = and(
                Guards.status(JobStatus.PENDING),
                eq(Names.QUEUE, new BsonString(queue)),
                Filters.in(
                        Names.TYPE,
                        request.types().stream().map(BsonString::new).toList()),
                Filters.lt(Names.LOSSES, new BsonInt32(request.lossesBelow())));
        return database.jobs()
                .find(ready)
                .sort(IN_DEQUEUE_ORDER)
                .limit(most)
                .projection(Projections.exclude(Names.ATTEMPTS))
                .into(new ArrayList<>());
    }

    private List<Job> lease(List<BsonDocument> candidates, Claim claim) {
        Map<Alike, List<BsonDocument>> groups = new LinkedHashMap<>();
        candidates.forEach(job ->
                groups.computeIfAbsent(Alike.of(job), any -> new ArrayList<>()).add(job));
        List<Job> leased = new ArrayList<>();
        groups.forEach((alike, jobs) -> leased.addAll(lease(alike, jobs, claim)));
        return leased;
    }

    private List<Job> lease(Alike alike, List<BsonDocument> jobs, Claim claim) {
        List<JobId> ids = jobs.stream().map(JobDocument::id).toList();
        Bson guard = and(Guards.ids(ids), alike.guard());
        int matched = database.write(
                () -> (int) database.jobs().updateMany(guard, claim.update()).getMatchedCount());
        if (matched == jobs.size()) {
            return jobs.stream().map(claim::apply).toList();
        }
        return matched == 0 ? List.of() : stamped(ids, claim);
    }

    private List<Job> stamped(List<JobId> ids, Claim claim) {
        Bson ours = and(
                Guards.ids(ids),
                Guards.status(JobStatus.RUNNING),
                eq(Names.NODE, Values.of(claim.node().value())),
                eq(Names.CLAIM, Values.of(claim.stamp())));
        return database.jobs().find(ours).map(JobDocument::read).into(new ArrayList<>());
    }

    Optional<Job> start(JobId job, NodeId node) {
        return database.run("start job " + job, () -> {
            Claim claim = new Claim(node, database.now(), UUID.randomUUID());
            Bson guard = and(Guards.id(job), Guards.move(READY, JobStatus.RUNNING));
            int matched = database.write(
                    () -> (int) database.jobs().updateOne(guard, claim.update()).getMatchedCount());
            return matched == 0
                    ? Optional.empty()
                    : stamped(List.of(job), claim).stream().findFirst();
        });
    }
}
