package io.runasjob.mongo;

import com.mongodb.client.MongoClient;

/** The acts of one open store. Immutable; threads may share it. */
final class Acts {
    final InsertJobs insert;
    final ClaimJobs claim;
    final FinishAttempts finish;
    final SaveProgress progress;
    final PromoteJobs promote;
    final RescueJobs rescue;
    final CancelJobs cancel;
    final RetryJobs retry;
    final DeleteJobs delete;
    final RescheduleJobs reschedule;
    final QueueDocuments queues;
    final ReadJobs read;
    final ListJobs list;
    final NodeDocuments nodes;

    /** Heartbeats, on connections of their own. */
    final NodeDocuments heart;

    final CallerTransactions transactions;

    Acts(Database database, Database heart, MongoClient client, Topology topology) {
        Intakes intakes = new Intakes(database);
        UniqueKeys keys = new UniqueKeys(database, intakes);
        TransactionCheck check = new TransactionCheck(topology);
        this.queues = new QueueDocuments(database);
        this.nodes = new NodeDocuments(database, intakes);
        this.heart = new NodeDocuments(heart, new Intakes(heart));
        this.insert = new InsertJobs(database, intakes, keys);
        this.claim = new ClaimJobs(database, queues);
        this.finish = new FinishAttempts(database);
        this.progress = new SaveProgress(database);
        this.promote = new PromoteJobs(database);
        this.rescue = new RescueJobs(database, intakes, nodes);
        this.cancel = new CancelJobs(database);
        this.retry = new RetryJobs(database, intakes);
        this.delete = new DeleteJobs(database);
        this.reschedule = new RescheduleJobs(database);
        this.read = new ReadJobs(database, intakes);
        this.list = new ListJobs(database);
        this.transactions = new CallerTransactions(
                client,
                check,
                new JoinInsert(database, intakes, keys, check),
                new CommitAttempt(database, finish, CommitAttempt.LONGEST));
    }
}
