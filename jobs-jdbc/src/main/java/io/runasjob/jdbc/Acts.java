package io.runasjob.jdbc;

/** The acts of one open store, built once its dialect is known. Immutable; threads may share it. */
final class Acts {
    final InsertJobs insert;
    final Vacuum vacuum;
    final ClaimJobs claim;
    final FinishAttempts finish;
    final SaveProgress progress;
    final PromoteJobs promote;
    final RescueJobs rescue;
    final CancelJobs cancel;
    final RetryJobs retry;
    final DeleteJobs delete;
    final RescheduleJobs reschedule;
    final QueueRows queues;
    final ReadJobs read;
    final ListJobs list;
    final NodeRows nodes;
    final CallerTransactions transactions;

    Acts(Database database, HeartbeatConnection own, Sql sql, CommitBell bell) {
        this.vacuum = new Vacuum(database, sql);
        this.insert = new InsertJobs(database, sql, vacuum, bell);
        this.claim = new ClaimJobs(database, sql, vacuum);
        this.finish = new FinishAttempts(database, sql);
        this.progress = new SaveProgress(database, sql);
        this.promote = new PromoteJobs(database, sql);
        this.rescue = new RescueJobs(database, sql);
        this.cancel = new CancelJobs(database, sql);
        this.retry = new RetryJobs(database, sql);
        this.delete = new DeleteJobs(database, sql);
        this.reschedule = new RescheduleJobs(database, sql);
        this.queues = new QueueRows(database, sql);
        this.read = new ReadJobs(database, sql);
        this.list = new ListJobs(database, sql);
        this.nodes = new NodeRows(database, own, sql);
        this.transactions = new CallerTransactions(database, sql, insert, finish, bell);
    }
}
