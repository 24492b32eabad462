package io.runasjob.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.model.Updates;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.AttemptEnd.Completed;
import java.time.Duration;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Commits a transaction of a handler's with the end of its attempt. The end is the same compare-and-set as every other: a
 * stale lease matches nothing, and the transaction is aborted.
 *
 * <p>A commit whose answer is lost is repeated, which the server allows. When that finds nothing out, the job itself is
 * written to outside of the transaction: that write waits for the transaction, or makes it fail, and then the job either is
 * COMPLETED by this attempt, or still runs it and the transaction can no longer commit.
 */
final class CommitAttempt {
    static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String ASKED = "asked";

    private final Database database;
    private final FinishAttempts finish;
    private final Duration longest;

    /** @param longest how long a commit is repeated while nobody knows its outcome */
    CommitAttempt(Database database, FinishAttempts finish, Duration longest) {
        this.database = database;
        this.finish = finish;
        this.longest = longest;
    }

    /** Whether the lease was current, and the transaction is committed; throws when it is not for another reason. */
    boolean commit(ClientSession session, Completed end) {
        boolean current = write(session, end);
        if (current) {
            commitOrAsk(session, end.lease());
        } else {
            session.abortTransaction();
        }
        return current;
    }

    private boolean write(ClientSession session, Completed end) {
        try {
            return finish.finish(session, end, database.now());
        } catch (MongoException e) {
            abort(session, e);
            throw database.translate("end " + words(end.lease()) + " in the transaction of its handler", e);
        } catch (RuntimeException e) {
            abort(session, e);
            throw e;
        }
    }

    private void commitOrAsk(ClientSession session, Lease lease) {
        long end = System.nanoTime() + longest.toNanos();
        MongoException unknown = commit(session, lease);
        for (int tried = 1; unknown != null && System.nanoTime() - end < 0; tried++) {
            database.pause(tried);
            unknown = commit(session, lease);
        }
        if (unknown != null) {
            ask(lease, unknown);
        }
    }

    /** Null when it is committed. */
    private @Nullable MongoException commit(ClientSession session, Lease lease) {
        try {
            session.commitTransaction();
            return null;
        } catch (MongoException e) {
            if (e.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL)) {
                return e;
            }
            throw database.translate("commit " + words(lease) + " with the transaction of its handler", e);
        }
    }

    private void ask(Lease lease, MongoException reason) {
        try {
            long stillRuns = database.jobs()
                    .updateOne(Guards.leased(lease), Updates.set(ASKED, Values.of(UUID.randomUUID())))
                    .getMatchedCount();
            if (stillRuns == 0 && hasCompleted(lease)) {
                return;
            }
            if (stillRuns == 1) {
                throw database.translate("commit " + words(lease) + " with the transaction of its handler", reason);
            }
        } catch (MongoException e) {
            reason.addSuppressed(e);
        }
        throw new StoreUnavailableException("Could not find out whether " + words(lease) + " was committed", reason);
    }

    private boolean hasCompleted(Lease lease) {
        BsonDocument job = database.jobs().find(Guards.id(lease.job())).first();
        return job != null
                && Values.text(job, Names.STATUS).equals(JobStatus.COMPLETED.name())
                && JobDocument.lease(job).equals(lease);
    }

    private static void abort(ClientSession session, RuntimeException reason) {
        try {
            session.abortTransaction();
        } catch (MongoException | IllegalStateException e) {
            reason.addSuppressed(e);
        }
    }

    private static String words(Lease lease) {
        return "attempt " + lease.attempt() + " of job " + lease.job();
    }
}
