package io.runasjob.mongo;

import com.mongodb.client.ClientSession;
import io.runasjob.job.JobContext;
import io.runasjob.job.LeaseLostException;
import io.runasjob.spi.FencedAttempt;
import io.runasjob.spi.StoreTransaction;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of the application in the database that holds its jobs. Submits in it, {@code
 * jobs.using(MongoTransaction.of(session)).submit(…)}, are part of it; {@link #complete} ends the job of a handler with it.
 *
 * <p>The session stays the caller's, and belongs to the client that the store was made with ({@link MongoJobStore#of}); its
 * transaction has begun and is confirmed by a majority. It is looked at anew for each call: one that does not fit, and every
 * one on a standalone server, is refused with an {@link io.runasjob.job.InvalidValueException} before anything is written.
 *
 * <p>Surprising: in MongoDB an error ends the whole transaction. A refusal that is known beforehand (a unique key that is
 * held, a full queue) leaves it usable. A race that is lost later comes out as the driver's own exception with the label
 * {@code TransientTransactionError}, so that {@code session.withTransaction(…)} runs it again.
 *
 * <p>Used by one thread at a time, like its session.
 */
public final class MongoTransaction implements StoreTransaction {
    private final ClientSession session;

    private MongoTransaction(ClientSession session) {
        this.session = session;
    }

    /** The transaction of a session that is the caller's. */
    public static MongoTransaction of(ClientSession session) {
        return new MongoTransaction(session);
    }

    /**
     * Ends the job of the running handler as COMPLETED and commits this session's transaction, in one: what the handler wrote
     * in it takes effect exactly once, however often the handler runs. This call is the commit; the handler does nothing of
     * importance afterwards, and what it returns or throws changes nothing about the job. A cancel that comes meanwhile is
     * too late.
     *
     * <p>When the answer of the commit is lost, the server is asked whether it took place; nothing is repeated blindly.
     *
     * @param context of the handler that runs
     * @param session whose transaction holds the effects
     * @param result what those who await the job get, or null; written as the handler's return value would be
     * @throws LeaseLostException when the attempt was given to another node meanwhile, or has ended: the transaction was
     *     aborted
     * @throws io.runasjob.job.InvalidValueException when the session cannot serve; its transaction was left alone
     * @throws io.runasjob.job.StoreUnavailableException when the server refused, or when nobody can tell whether it has
     *     committed; let it pass, and the job is tried again if and only if it has not
     */
    public static void complete(JobContext context, ClientSession session, @Nullable Object result) {
        FencedAttempt attempt = FencedAttempt.of(context);
        try {
            attempt.complete(of(session), result);
        } catch (LeaseLostException e) {
            if (session.hasActiveTransaction()) {
                session.abortTransaction();
            }
            throw e;
        }
    }

    ClientSession session() {
        return session;
    }
}
