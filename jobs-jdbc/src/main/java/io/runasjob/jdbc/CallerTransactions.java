package io.runasjob.jdbc;

import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobTransactions.OpenTransaction;
import io.runasjob.spi.WakeUp;
import io.runasjob.spi.WakeUp.Bell;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** What a store does in transactions that are not its own. Immutable; threads may share it. */
final class CallerTransactions {
    private final Database database;
    private final InsertJobs insert;
    private final TransactionCheck check;
    private final CommitAttempt commit;
    private final WakeUp wakeUp;

    CallerTransactions(Database database, Sql sql, InsertJobs insert, FinishAttempts finish, WakeUp wakeUp) {
        this.database = database;
        this.insert = insert;
        this.check = new TransactionCheck(database, sql);
        this.commit = new CommitAttempt(database, sql, finish);
        this.wakeUp = wakeUp;
    }

    JobIntake joining(JdbcTransaction transaction) {
        return jobs -> new JoinInsert(database, insert, check, this::ringAtCommit).insert(transaction, jobs);
    }

    boolean commit(JdbcTransaction transaction, AttemptEnd.Completed end) {
        return transaction.on(given -> {
            Connection connection = HandlerTransaction.behind(given);
            check.require(connection);
            return commit.commit(connection, end);
        });
    }

    OpenTransaction begin() {
        return HandlerTransaction.begin(database);
    }

    private void ringAtCommit(Connection connection, Set<Bell> bells) throws SQLException {
        if (wakeUp instanceof PostgresWakeUp bell) {
            bell.ringAtCommit(connection, bells);
        }
    }
}
