package io.runasjob.chaos.work;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.history.Workload;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Submits, alone and together, with keys, in transactions of its own, and cancels some; each answer goes to its log. Holds back
 * while many jobs wait. One thread, through a wire that breaks like all others.
 */
public final class Submitter implements Runnable {
    private static final int PACE_MILLIS = 50;
    private static final int MOST_PENDING = 40;
    private static final int LOOK_EVERY = 8;
    private static final int REMEMBERED = 50;

    private final Ground ground;
    private final boolean transactions;
    private final EventLog log;
    private final Random random;
    private final Requests requests;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Deque<JobId> recent = new ArrayDeque<>();

    /** @param url of the database, through the submitter's wire; asked at once what it can do */
    public Submitter(String url, EventLog log, Random random) {
        this.ground = Ground.at(url);
        this.transactions = ground.hasTransactions();
        this.log = log;
        this.random = random;
        this.requests = new Requests(random, transactions);
    }

    /** Ends after the present call. */
    public void stop() {
        stop.countDown();
    }

    @Override
    public void run() {
        try (ground;
                JobService service = service()) {
            for (int act = 0; !stop.await(PACE_MILLIS, TimeUnit.MILLISECONDS); act++) {
                if (act % LOOK_EVERY != 0 || mayGoOn(service)) {
                    act(service);
                } else {
                    act--;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JobService service() {
        return JobService.builder()
                .store(ground.store())
                .register(ground.handlers(log, new Children(log)))
                .handler(Workload.STRANGER, Task.class, (task, job) -> null)
                .submitOnly()
                .heartbeat(Workload.HEARTBEAT)
                .deadAfter(Workload.DEAD_AFTER)
                .start();
    }

    private boolean mayGoOn(JobService service) {
        try {
            return service.list(JobQuery.all()
                                    .status(JobStatus.PENDING)
                                    .type(Workload.GIVEN, Workload.EXPLICIT, Workload.PLAIN)
                                    .limit(MOST_PENDING))
                            .items()
                            .size()
                    < MOST_PENDING;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private void act(JobService service) {
        long began = EventLog.now();
        int dice = random.nextInt(100);
        try {
            if (dice < 40) {
                acknowledge(began, List.of(service.submit(requests.any())), null);
            } else if (dice < 55) {
                acknowledge(began, service.submitAll(requests.some(2 + random.nextInt(9))), null);
            } else if (dice < 70) {
                keyed(service, began);
            } else if (dice < 85) {
                together(service, began);
            } else if (dice < 99) {
                cancel(service, began);
            } else {
                acknowledge(began, List.of(service.submit(requests.waiting())), null);
            }
        } catch (StoreUnavailableException e) {
            log.write(new Event.Unanswered(began, EventLog.now(), String.valueOf(e.getMessage())));
        }
    }

    private void keyed(JobService service, long began) {
        String key = requests.key();
        try {
            acknowledge(began, List.of(service.submit(requests.keyed(key))), key);
        } catch (DuplicateJobException e) {
            log.write(new Event.Refused(began, EventLog.now(), key, e.existing().toString()));
        }
    }

    private void together(JobService service, long began) {
        if (transactions) {
            inTransaction(service, began);
        } else {
            acknowledge(began, service.submitAll(requests.some(2)), null);
        }
    }

    private void inTransaction(JobService service, long began) {
        try (Ground.Order order = ground.order()) {
            List<JobHandle<Object>> handles = order.submit(service, requests.ordered(1 + random.nextInt(3)));
            if (random.nextInt(5) == 0) {
                handles.forEach(handle -> log.write(
                        new Event.RolledBack(EventLog.now(), handle.id().toString())));
            } else {
                order.commit();
                acknowledge(began, handles, null);
            }
        }
    }

    private void cancel(JobService service, long began) {
        JobId job = aim();
        log.write(new Event.CancelAsked(began, job.toString()));
        CancelAnswer answer = service.cancel(job);
        log.write(new Event.CancelAnswered(began, EventLog.now(), job.toString(), answer));
    }

    /** Mostly one of the latest jobs, now and then one that nobody knows. */
    private JobId aim() {
        List<JobId> known = new ArrayList<>(recent);
        return known.isEmpty() || random.nextInt(20) == 0
                ? new JobId(UUID.randomUUID())
                : known.get(random.nextInt(known.size()));
    }

    private void acknowledge(long began, List<JobHandle<Object>> handles, @Nullable String key) {
        long now = EventLog.now();
        for (JobHandle<Object> handle : handles) {
            log.write(new Event.Acknowledged(began, now, handle.id().toString(), handle.created(), key));
            recent.addLast(handle.id());
        }
        while (recent.size() > REMEMBERED) {
            recent.removeFirst();
        }
    }
}
