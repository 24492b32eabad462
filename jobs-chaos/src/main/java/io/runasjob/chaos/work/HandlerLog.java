package io.runasjob.chaos.work;

import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.Event.How;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.job.JobContext;
import io.runasjob.job.LeaseLostException;
import java.util.concurrent.Callable;

/** Logs the beginning and the end of handlers. Safe for use by many threads. */
final class HandlerLog {
    /** Failures after which a job fails. */
    static final int MOST_ATTEMPTS = 50;

    /** The pause before the second attempt. */
    static final String BACKOFF = "PT0.05S";

    private final EventLog log;

    HandlerLog(EventLog log) {
        this.log = log;
    }

    void run(JobContext job, Callable<How> work) throws Exception {
        String id = job.id().toString();
        log.write(new Event.Started(EventLog.now(), id, job.attempt(), nodeOf(job)));
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

    /** Where an attempt runs. */
    static String nodeOf(JobContext job) {
        return job.job().lease().orElseThrow().node().toString();
    }
}
