package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.Job;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * One node and somebody who submits to it, in rounds, in a way that keeps every loop of the node busy: jobs of two queues, one
 * that is due later, one in a transaction; each round waits for its first job, and one job that runs all the time reports each
 * as progress. Counts how often each job runs.
 */
final class OutageLoad implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);

    private final DataSource source;
    private final JobService service;
    private final Thread submitter = new Thread(this::submit, "load");
    private final Map<JobId, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final List<JobHandle<Integer>> accepted = new CopyOnWriteArrayList<>();
    private final Semaphore worked = new Semaphore(0);
    private volatile boolean enough;

    OutageLoad(DataSource source) {
        this.source = source;
        this.service = JobService.builder()
                .store(JdbcJobStore.of(source))
                .handler("work", String.class, this::work)
                .handler("count", String.class, this::count)
                .queue("one", 2)
                .queue("two", 2)
                .queue("all-the-time", 1)
                .heartbeat(Duration.ofSeconds(2)) // longer than between two looks, so that the lookout has its share
                .deadAfter(Duration.ofSeconds(12))
                .grace(Duration.ofSeconds(1))
                .start();
        accepted.add(service.submit(JobRequest.<Integer>ofType("count", "").queue("all-the-time")));
        submitter.start();
        await().atMost(LONG).until(() -> runs() > 50);
    }

    private int work(String queue, JobContext job) {
        worked.release();
        return ran(job);
    }

    private int count(String nothing, JobContext job) throws InterruptedException {
        while (!enough) {
            worked.acquire();
            job.progress().step();
        }
        return ran(job);
    }

    private int ran(JobContext job) {
        return runs.computeIfAbsent(job.id(), id -> new AtomicInteger()).incrementAndGet();
    }

    int runs() {
        return runs.size();
    }

    private void submit() {
        while (!enough) {
            await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> enough || round());
        }
    }

    /** While the server is read-only, a transaction that is begun by hand is refused before it writes, as no good for jobs. */
    private boolean round() throws InterruptedException {
        try {
            List<JobHandle<Integer>> handles = service.submitAll(
                    List.of(request("one"), request("two"), request("two").in(Duration.ofMillis(300))));
            accepted.addAll(handles);
            accepted.add(inTransaction());
            return handles.get(0).await(LONG) == 1;
        } catch (StoreUnavailableException | InvalidValueException | SQLException e) {
            return false;
        }
    }

    private JobHandle<Integer> inTransaction() throws SQLException {
        try (Connection connection = source.getConnection()) {
            JobHandle<Integer> handle =
                    service.using(JdbcTransaction.of(connection)).submit(request("one"));
            connection.commit();
            return handle;
        }
    }

    private static JobRequest<Integer> request(String queue) {
        return JobRequest.<Integer>ofType("work", queue).queue(queue);
    }

    /** Ends the load; then every job that was accepted has run once, and no job twice. */
    void assertNothingLostNorDoubled() throws InterruptedException {
        end();
        submitter.join(LONG.toMillis());
        assertThat(submitter.isAlive()).isFalse();
        List<Job> ended = new ArrayList<>();
        for (JobHandle<Integer> handle : accepted) {
            assertThat(handle.await(LONG)).isEqualTo(1);
            ended.add(handle.job());
        }
        assertThat(ended).hasSizeGreaterThan(50).allMatch(job -> job.status() == JobStatus.COMPLETED);
        assertThat(ended).allMatch(job -> job.run().failures() == 0 && job.run().losses() == 0);
        assertThat(runs.values()).allMatch(count -> count.get() == 1);
    }

    private void end() {
        enough = true;
        worked.release();
    }

    @Override
    public void close() {
        end();
        service.close();
    }
}
