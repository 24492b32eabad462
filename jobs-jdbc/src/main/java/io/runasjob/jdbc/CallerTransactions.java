package io.runasjob.jdbc;

import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobTransactions.OpenTransaction;
import java.sql.Connection;

/** What a store does in transactions that are not its own. Immutable; threads may share it. */
final class CallerTransactions {
    private final Database database;
    private final InsertJobs insert;
    private final TransactionCheck check;
    private final CommitAttempt commit;
    private final CommitBell bell;

    CallerTransactions(Database database, Sql sql, InsertJobs insert, FinishAttempts finish, CommitBell bell) {
        this.database = database;
        this.insert = insert;
        this.check = new TransactionCheck(database, sql);
        this.commit = new CommitAttempt(database, sql, finish);
        this.bell = bell;
    }

    JobIntake joining(JdbcTransaction transaction) {
        return jobs -> new JoinInsert(database, insert, check, bell).insert(transaction, jobs);
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
}
