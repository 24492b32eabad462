package io.runasjob.chaos.work;

import io.runasjob.annotation.RunAsJob;
import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.Event.How;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.history.Workload;
import io.runasjob.jdbc.JdbcTransaction;
import io.runasjob.job.JobContext;
import io.runasjob.job.LeaseLostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.Callable;

/** The handlers: each in another way to leave something in the database. Their beginning and end is in the log. */
final class Handlers {
    private static final int MOST_ATTEMPTS = 50;
    private static final String BACKOFF = "PT0.05S";

    private final String url;
    private final EventLog log;

    Handlers(String url, EventLog log) {
        this.url = url;
        this.log = log;
    }

    @RunAsJob(type = Workload.GIVEN, maxAttempts = MOST_ATTEMPTS, backoff = BACKOFF)
    void given(Task task, Connection connection, JobContext job) throws Exception {
        logged(job, () -> {
            Tables.effect(connection, job);
            task.run(job);
            return How.RETURNED;
        });
    }

    @RunAsJob(type = Workload.EXPLICIT, maxAttempts = MOST_ATTEMPTS, backoff = BACKOFF)
    void explicit(Task task, JobContext job) throws Exception {
        logged(job, () -> {
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.setAutoCommit(false);
                Tables.effect(connection, job);
                task.run(job);
                JdbcTransaction.complete(job, connection, null);
            }
            return How.COMMITTED;
        });
    }

    @RunAsJob(type = Workload.PLAIN, maxAttempts = MOST_ATTEMPTS, backoff = BACKOFF)
    void plain(Task task, JobContext job) throws Exception {
        logged(job, () -> {
            task.run(job);
            try (Connection connection = DriverManager.getConnection(url)) {
                Tables.trace(connection, job);
            }
            return How.RETURNED;
        });
    }

    private void logged(JobContext job, Callable<How> work) throws Exception {
        String id = job.id().toString();
        log.write(new Event.Started(EventLog.now(), id, job.attempt(), Tables.nodeOf(job)));
        How how = How.THREW;
        try {
            how = work.call();
        } catch (LeaseLostException e) {
            how = How.STALE;
            throw e;
        } catch (InterruptedException e) {
            how = How.INTERRUPTED;
            throw e;
        } finally {
            log.write(new Event.Ended(EventLog.now(), id, job.attempt(), how));
        }
    }
}
