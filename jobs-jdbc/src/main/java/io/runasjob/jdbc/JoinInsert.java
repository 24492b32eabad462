package io.runasjob.jdbc;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.WakeUp.Bell;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Inserts jobs in a transaction of the caller's. Each insert stands behind a savepoint, so that one that fails leaves nothing
 * of itself, and on PostgreSQL a usable transaction. A lost race for a key is tried again from there; a deadlock is not,
 * because some databases undo the caller's own work with it.
 */
final class JoinInsert {
    private static final int MOST_TRIES = 20;

    private final Database database;
    private final InsertJobs insert;
    private final TransactionCheck check;
    private final CommitBell bell;

    JoinInsert(Database database, InsertJobs insert, TransactionCheck check, CommitBell bell) {
        this.database = database;
        this.insert = insert;
        this.check = check;
        this.bell = bell;
    }

    List<Admission> insert(JdbcTransaction transaction, List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        List<Admission> admissions = transaction.on(connection -> insert(connection, jobs));
        if (!transaction.isBound()) {
            requireThere(transaction, admissions);
        }
        return admissions;
    }

    private List<Admission> insert(Connection connection, List<NewJob> jobs) {
        check.require(connection);
        try {
            return untilNoRaceIsLost(connection, jobs);
        } catch (SQLException e) {
            throw database.translate("store " + jobs.size() + " jobs in the transaction of the caller", e);
        }
    }

    private List<Admission> untilNoRaceIsLost(Connection connection, List<NewJob> jobs) throws SQLException {
        for (int tried = 1; ; tried++) {
            try {
                return once(connection, jobs);
            } catch (SQLException e) {
                if (tried == MOST_TRIES || !isRaceForKey(e)) {
                    throw e;
                }
            }
        }
    }

    private List<Admission> once(Connection connection, List<NewJob> jobs) throws SQLException {
        Savepoint start = connection.setSavepoint();
        try {
            List<Admission> admissions = insert.join(connection, jobs);
            bell.ringAtCommit(connection, bells(jobs));
            connection.releaseSavepoint(start);
            return admissions;
        } catch (SQLException | RuntimeException e) {
            undo(connection, start, e);
            throw e;
        }
    }

    private static void undo(Connection connection, Savepoint start, Exception reason) {
        try {
            connection.rollback(start);
            connection.releaseSavepoint(start);
        } catch (SQLException e) {
            // the whole transaction is gone, and the caller must know
            reason.addSuppressed(e);
        }
    }

    /** A row of that key appeared first, or vanished just now; no driver says the latter, we do. */
    private static boolean isRaceForKey(SQLException error) {
        boolean ours = error.getClass() == SQLTransactionRollbackException.class && error.getErrorCode() == 0;
        return error.getSuppressed().length == 0 && (ours || "23505".equals(error.getSQLState()));
    }

    private static Set<Bell> bells(List<NewJob> jobs) {
        Set<Bell> bells = EnumSet.noneOf(Bell.class);
        jobs.forEach(job -> bells.add(job.bell()));
        return bells;
    }

    /** A pool would have undone the insert when the connection was given back to it, without a word. */
    private void requireThere(JdbcTransaction transaction, List<Admission> admissions) {
        boolean there = transaction.on(connection -> {
            try {
                return insert.isThere(connection, admissions.get(0).id());
            } catch (SQLException e) {
                throw database.translate("read a job in the transaction of the caller", e);
            }
        });
        if (!there) {
            throw new InvalidValueException(
                    Field.TRANSACTION,
                    "DSLContext outside of a transaction",
                    "one that is in a transaction: JdbcTransaction.of(configuration.dsl()) inside dsl.transaction(…)",
                    null);
        }
    }
}
