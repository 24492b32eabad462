package io.runasjob.jdbc;

import io.runasjob.job.JobsException;
import io.runasjob.job.Lease;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.AttemptEnd;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Commits a transaction of a handler's with the end of its attempt. The end is the same compare-and-set as every other: a
 * stale lease finds no row, and the transaction is rolled back.
 *
 * <p>A commit that throws may have happened all the same. Then the database is asked, on another connection: the job stands
 * in the history with this attempt, or its row is still there, and no transaction in flight holds it.
 */
final class CommitAttempt {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final String ENDED =
            "select id from ${_history} where id = ? and attempt = ? and node = ? and status = ${COMPLETED}";

    /** Skips the row while the transaction whose outcome we want to know is still in flight. */
    private static final String STILL_THERE = "select id from ${jobs} where id = ? for update skip locked";

    private final Database database;
    private final FinishAttempts finish;
    private final String ended;
    private final String stillThere;

    CommitAttempt(Database database, Sql sql, FinishAttempts finish) {
        this.database = database;
        this.finish = finish;
        this.ended = sql.render(ENDED);
        this.stillThere = sql.render(STILL_THERE);
    }

    private enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        UNKNOWN
    }

    /** Whether the lease was current, and the transaction is committed; throws when it is not for another reason. */
    boolean commit(Connection connection, AttemptEnd.Completed end) {
        boolean current = write(connection, end);
        if (current) {
            commitOrAsk(connection, end.lease());
        }
        return current;
    }

    private boolean write(Connection connection, AttemptEnd.Completed end) {
        try {
            boolean current = !finish.finish(connection, List.of(end)).isEmpty();
            if (!current) {
                connection.rollback();
            }
            return current;
        } catch (SQLException e) {
            rollback(connection, e);
            throw database.translate("end " + words(end.lease()) + " in the transaction of its handler", e);
        } catch (RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    private void commitOrAsk(Connection connection, Lease lease) {
        try {
            connection.commit();
        } catch (SQLException e) {
            Outcome outcome = outcome(lease);
            if (outcome == Outcome.UNKNOWN) {
                throw new StoreUnavailableException("Could not find out whether " + words(lease) + " was committed", e);
            }
            if (outcome == Outcome.ROLLED_BACK) {
                throw database.translate("commit " + words(lease) + " with the transaction of its handler", e);
            }
        }
    }

    private Outcome outcome(Lease lease) {
        long end = System.nanoTime() + LONGEST_NANOS;
        long pause = FIRST_PAUSE_NANOS;
        Outcome outcome = ask(lease);
        while (outcome == Outcome.UNKNOWN && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(
                    pause); // the server may need a moment to come back, or to see that its client is gone
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            outcome = ask(lease);
        }
        return outcome;
    }

    private Outcome ask(Lease lease) {
        try {
            return database.user("read back " + words(lease), connection -> ask(connection, lease));
        } catch (JobsException e) {
            return Outcome.UNKNOWN;
        }
    }

    private Outcome ask(Connection connection, Lease lease) throws SQLException {
        UUID id = lease.job().value();
        if (exists(connection, ended, id, lease.attempt(), lease.node().value())) {
            return Outcome.COMMITTED;
        }
        return exists(connection, stillThere, id) ? Outcome.ROLLED_BACK : Outcome.UNKNOWN;
    }

    private static boolean exists(Connection connection, String sql, Object... parameters) throws SQLException {
        return !Query.list(connection, sql, row -> true, parameters).isEmpty();
    }

    private static void rollback(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static String words(Lease lease) {
        return "attempt " + lease.attempt() + " of job " + lease.job();
    }
}
