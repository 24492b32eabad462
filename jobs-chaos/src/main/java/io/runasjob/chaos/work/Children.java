package io.runasjob.chaos.work;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.history.Workload;
import io.runasjob.job.JobRequest;
import io.runasjob.job.StoreUnavailableException;
import java.util.concurrent.CompletableFuture;

/**
 * What handlers submit while they run, on a node that has workers for it: it may claim such a job as it stores it, and be struck
 * at any moment of that. Each answer is in the log. Safe for use by many threads.
 */
final class Children {
    private static final Task SHORT = new Task(20, 0, false, false);

    private final EventLog log;
    private final CompletableFuture<JobService> service = new CompletableFuture<>();

    Children(EventLog log) {
        this.log = log;
    }

    /** From now on handlers submit here. */
    void through(JobService started) {
        service.complete(started);
    }

    /** Submits one job with short work. */
    void submit() {
        JobService jobs = service.join();
        long began = EventLog.now();
        try {
            JobHandle<Object> child = jobs.submit(JobRequest.ofType(Workload.PLAIN, SHORT));
            log.write(new Event.Acknowledged(began, EventLog.now(), child.id().toString(), child.created(), null));
        } catch (StoreUnavailableException e) {
            log.write(new Event.Unanswered(began, EventLog.now(), String.valueOf(e.getMessage())));
        }
    }
}
