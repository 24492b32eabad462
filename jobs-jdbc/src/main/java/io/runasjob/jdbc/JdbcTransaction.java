package io.runasjob.jdbc;

import io.runasjob.job.JobContext;
import io.runasjob.job.LeaseLostException;
import io.runasjob.spi.FencedAttempt;
import io.runasjob.spi.StoreTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.impl.DefaultConnectionProvider;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of the application on the database that holds its jobs. Submits in it, {@code
 * jobs.using(JdbcTransaction.of(connection)).submit(…)}, are part of it; {@link #complete} ends the job of a handler with it.
 *
 * <p>The connection stays the caller's, with auto-commit off and in whatever isolation it has (READ COMMITTED is enough). It
 * is looked at anew for each call: one that is closed, commits by itself, is read-only or leads to another database is
 * refused with an {@link io.runasjob.job.InvalidValueException} before anything is written.
 *
 * <p>Used by one thread at a time, like its connection.
 */
public final class JdbcTransaction implements StoreTransaction {
    private final Lender lender;
    private final boolean bound;

    /** Where the connection comes from, each time that it is needed. */
    private interface Lender {
        <T extends @Nullable Object> T lend(Function<Connection, T> work);
    }

    private JdbcTransaction(Lender lender, boolean bound) {
        this.lender = lender;
        this.bound = bound;
    }

    /** The transaction of a connection that is the caller's, begun or about to begin. */
    public static JdbcTransaction of(Connection connection) {
        Lender lender = new Lender() {
            @Override
            public <T extends @Nullable Object> T lend(Function<Connection, T> work) {
                return work.apply(connection);
            }
        };
        return new JdbcTransaction(lender, true);
    }

    /**
     * The transaction that jOOQ is in: inside {@code dsl.transaction(…)} the context of its configuration, or one whose
     * connections a framework binds to its transaction. A context outside of a transaction is refused.
     */
    public static JdbcTransaction of(DSLContext dsl) {
        Lender lender = new Lender() {
            @Override
            public <T extends @Nullable Object> T lend(Function<Connection, T> work) {
                return dsl.connectionResult(work::apply);
            }
        };
        return new JdbcTransaction(
                lender, dsl.configuration().connectionProvider() instanceof DefaultConnectionProvider);
    }

    /**
     * Ends the job of the running handler as COMPLETED and commits this connection's transaction, in one: what the handler
     * wrote with the connection takes effect exactly once, however often the handler runs. This call is the commit; the
     * handler does nothing of importance afterwards, and what it returns or throws changes nothing about the job. A cancel
     * that comes meanwhile is too late.
     *
     * <p>When the answer of the commit is lost, the database is asked whether it took place; nothing is repeated blindly.
     *
     * @param context of the handler that runs
     * @param connection whose transaction holds the effects; its auto-commit is off
     * @param result what those who await the job get, or null; written as the handler's return value would be
     * @throws LeaseLostException when the attempt was given to another node meanwhile, or has ended: the transaction was
     *     rolled back
     * @throws io.runasjob.job.InvalidValueException when the connection cannot serve; its transaction was left alone
     * @throws io.runasjob.job.StoreUnavailableException when the database refused, or when nobody can tell whether it has
     *     committed; let it pass, and the job is tried again if and only if it has not
     */
    public static void complete(JobContext context, Connection connection, @Nullable Object result) {
        FencedAttempt attempt = FencedAttempt.of(context);
        try {
            attempt.complete(of(connection), result);
        } catch (LeaseLostException e) {
            rollback(connection, e);
            throw e;
        }
    }

    /** Runs work on the connection. */
    <T extends @Nullable Object> T on(Function<Connection, T> work) {
        return lender.lend(work);
    }

    /** Whether every call is certain to get the same connection. */
    boolean isBound() {
        return bound;
    }

    private static void rollback(Connection connection, LeaseLostException reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
