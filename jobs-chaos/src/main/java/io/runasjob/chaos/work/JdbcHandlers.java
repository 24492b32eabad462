package io.runasjob.chaos.work;

import io.runasjob.annotation.RunAsJob;
import io.runasjob.chaos.history.Event.How;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.history.Workload;
import io.runasjob.jdbc.JdbcTransaction;
import io.runasjob.job.JobContext;
import java.sql.Connection;
import java.sql.DriverManager;

/** The handlers: each in another way to leave something in the database. Their beginning and end is in the log. */
final class JdbcHandlers {
    private final String url;
    private final HandlerLog log;
    private final Children children;

    JdbcHandlers(String url, EventLog log, Children children) {
        this.url = url;
        this.log = new HandlerLog(log);
        this.children = children;
    }

    @RunAsJob(type = Workload.GIVEN, maxAttempts = HandlerLog.MOST_ATTEMPTS, backoff = HandlerLog.BACKOFF)
    void given(Task task, Connection connection, JobContext job) throws Exception {
        log.run(job, () -> {
            Tables.effect(connection, job);
            task.run(job);
            return How.RETURNED;
        });
    }

    @RunAsJob(type = Workload.EXPLICIT, maxAttempts = HandlerLog.MOST_ATTEMPTS, backoff = HandlerLog.BACKOFF)
    void explicit(Task task, JobContext job) throws Exception {
        log.run(job, () -> {
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.setAutoCommit(false);
                Tables.effect(connection, job);
                task.run(job);
                JdbcTransaction.complete(job, connection, null);
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
            try (Connection connection = DriverManager.getConnection(url)) {
                Tables.trace(connection, job);
            }
            return How.RETURNED;
        });
    }
}
