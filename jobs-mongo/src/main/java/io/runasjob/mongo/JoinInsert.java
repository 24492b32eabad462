package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import io.runasjob.job.JobId;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonNull;

/**
 * Inserts jobs in a transaction of the caller's. An error of the server would end it, so all that can be refused is looked for
 * before the first write: keys and ids as everybody sees them and as the transaction does, then the limits of queues.
 */
final class JoinInsert {
    private static final String JOINED = "joined";

    private final Database database;
    private final UniqueKeys keys;
    private final QueueLimits limits;
    private final TransactionCheck check;

    JoinInsert(Database database, Intakes intakes, UniqueKeys keys, TransactionCheck check) {
        this.database = database;
        this.keys = keys;
        this.limits = new QueueLimits(database, intakes);
        this.check = check;
    }

    List<Admission> insert(ClientSession session, List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        InsertJobs.requireDistinct(jobs);
        check.require(session);
        database.requireOpen();
        try {
            return join(session, jobs);
        } catch (MongoException e) {
            throw e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                    ? e
                    : database.translate("store " + jobs.size() + " jobs in the transaction of the caller", e);
        }
    }

    private List<Admission> join(ClientSession session, List<NewJob> jobs) {
        Admitted admitted = Admitted.of(jobs, holders(session, jobs));
        List<NewJob> created =
                admitted.created().stream().map(NewJob::unclaimed).toList();
        if (!created.isEmpty()) {
            Instant now = database.now();
            refuseKnown(session, created);
            limits.bounded(created, now).forEach((queue, adding) -> requireRoom(session, queue, adding));
            List<BsonDocument> documents =
                    created.stream().map(job -> NewDocuments.of(job, now)).toList();
            jobs().insertMany(session, documents);
            ringAtCommit(session, created, now);
        }
        return admitted.admissions();
    }

    private Map<String, JobId> holders(ClientSession session, List<NewJob> jobs) {
        Map<String, JobId> holders = new HashMap<>(keys.holders(jobs));
        Set<String> wanted = UniqueKeys.keys(jobs);
        if (!wanted.isEmpty()) {
            UniqueKeys.read(wanted, filter -> jobs().find(session, filter)).stream()
                    .filter(job -> !JobDocument.isStaged(job))
                    .forEach(job -> holders.put(Values.text(job, Names.HOLDS), JobDocument.id(job)));
        }
        return holders;
    }

    private void refuseKnown(ClientSession session, List<NewJob> jobs) {
        List<JobId> ids = jobs.stream().map(NewJob::id).toList();
        BsonDocument known = jobs().find(session, Guards.ids(ids)).first();
        if (known != null) {
            throw InsertJobs.notNew(JobDocument.id(known));
        }
    }

    /** The write to the queue's document makes two transactions that count it exclude each other, and other inserts too. */
    private void requireRoom(ClientSession session, String queue, long adding) {
        MongoCollection<BsonDocument> queues = database.inSession("_queue");
        BsonDocument settings = queues.find(session, QueueLimits.name(queue)).first();
        long limit = settings == null ? Long.MAX_VALUE : QueueLimits.limit(settings);
        QueueLimits.require(queue, jobs().countDocuments(session, QueueLimits.waitingIn(queue)), adding, limit);
        long matched = queues.updateOne(
                        session,
                        and(QueueLimits.name(queue), eq(QueueLimits.TURN, BsonNull.VALUE)),
                        Updates.inc(JOINED, 1))
                .getMatchedCount();
        if (matched == 0) {
            throw new StoreUnavailableException(
                    "Could not store jobs in queue '" + queue
                            + "': another insert has its turn. Run the transaction again",
                    null);
        }
    }

    private void ringAtCommit(ClientSession session, List<NewJob> jobs, Instant now) {
        Set<Bell> bells =
                jobs.stream().map(NewJob::bell).collect(Collectors.toCollection(() -> EnumSet.noneOf(Bell.class)));
        database.inSession(Index.DOORBELL)
                .insertMany(
                        session,
                        bells.stream().map(bell -> Ring.document(bell, now)).toList());
    }

    private MongoCollection<BsonDocument> jobs() {
        return database.inSession("");
    }
}
