package io.runasjob.chaos.work;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import io.runasjob.annotation.RunAsJob;
import io.runasjob.chaos.history.Event.How;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.history.Workload;
import io.runasjob.job.JobContext;
import io.runasjob.mongo.MongoTransaction;
import java.util.function.Supplier;

/** The same handlers on MongoDB; those with a session are of use only where the server has transactions. */
final class MongoHandlers {
    private final MongoDatabase database;
    private final Supplier<ClientSession> sessions;
    private final HandlerLog log;
    private final Children children;

    MongoHandlers(MongoDatabase database, Supplier<ClientSession> sessions, EventLog log, Children children) {
        this.database = database;
        this.sessions = sessions;
        this.log = new HandlerLog(log);
        this.children = children;
    }

    @RunAsJob(type = Workload.GIVEN, maxAttempts = HandlerLog.MOST_ATTEMPTS, backoff = HandlerLog.BACKOFF)
    void given(Task task, ClientSession session, JobContext job) throws Exception {
        log.run(job, () -> {
            Documents.effect(database, session, job);
            task.run(job);
            return How.RETURNED;
        });
    }

    @RunAsJob(type = Workload.EXPLICIT, maxAttempts = HandlerLog.MOST_ATTEMPTS, backoff = HandlerLog.BACKOFF)
    void explicit(Task task, JobContext job) throws Exception {
        log.run(job, () -> {
            try (ClientSession session = sessions.get()) {
                session.startTransaction();
                Documents.effect(database, session, job);
                task.run(job);
                MongoTransaction.complete(job, session, null);
            }
            return How.COMMITTED;
        });
    }

    @RunAsJob(type = Workload.PLAIN, maxAttempts = HandlerLog.MOST_ATTEMPTS, backoff = HandlerLog.BACKOFF)
    void plain(Task task, JobContext job) throws Exception {
        log.run(job, () -> {
            if (task.parent()) {
                children.submit();
            }
            task.run(job);
            Documents.trace(database, job);
            return How.RETURNED;
        });
    }
}
