package io.runasjob.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobTransactions.OpenTransaction;

/** What a store does in transactions that are not its own. Immutable; threads may share it. */
final class CallerTransactions {
    private final MongoClient client;
    private final TransactionCheck check;
    private final JoinInsert join;
    private final CommitAttempt commit;

    CallerTransactions(MongoClient client, TransactionCheck check, JoinInsert join, CommitAttempt commit) {
        this.client = client;
        this.check = check;
        this.join = join;
        this.commit = commit;
    }

    JobIntake joining(ClientSession session) {
        return jobs -> join.insert(session, jobs);
    }

    boolean commit(ClientSession session, AttemptEnd.Completed end) {
        check.require(session);
        return commit.commit(session, end);
    }

    OpenTransaction begin() {
        check.requireTransactions();
        return HandlerTransaction.begin(client);
    }
}
