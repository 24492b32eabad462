package io.runasjob.bench.system;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.serializer.JacksonSerializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.runasjob.bench.node.Deliveries;
import io.runasjob.bench.node.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler as its documents say for high throughput: lock-and-fetch that fetches four times as many executions as there
 * are threads when it runs below one time as many, immediate execution, no priorities, JSON.
 */
final class DbSchedulerSystem implements JobSystem {
    private static final int THREADS = 20;
    private static final double LOWER = 1.0;
    private static final double UPPER = 4.0;
    private static final Duration POLLING = Duration.ofMillis(100);

    private final HikariDataSource dataSource;
    private final OneTimeTask<Work> task = Tasks.oneTime("bench", Work.class)
            .execute((instance, context) -> Deliveries.done(instance.getData().number()));
    private @Nullable SchedulerClient client;
    private @Nullable Scheduler scheduler;

    DbSchedulerSystem(String url) {
        dataSource = Pools.fixed(url + "&reWriteBatchedInserts=true", THREADS + 5);
    }

    @Override
    public void createTables() throws Exception {
        Scripts.run(dataSource, Scripts.resource(DbSchedulerSystem.class, "db-scheduler-postgresql.sql"));
    }

    @Override
    public void open(Role role) {
        if (role != Role.WORKER) {
            client = SchedulerClient.Builder.create(dataSource, task)
                    .serializer(new JacksonSerializer())
                    .build();
            return;
        }
        Scheduler started = Scheduler.create(dataSource, task)
                .schedulerName(new SchedulerName.Fixed(
                        "node-" + ProcessHandle.current().pid()))
                .serializer(new JacksonSerializer())
                .threads(THREADS)
                .pollUsingLockAndFetch(LOWER, UPPER)
                .pollingInterval(POLLING)
                .enableImmediateExecution()
                .build();
        started.start();
        started.pause();
        client = started;
        scheduler = started;
    }

    private SchedulerClient client() {
        return Objects.requireNonNull(client, "not open");
    }

    private Scheduler scheduler() {
        return Objects.requireNonNull(scheduler, "not a worker");
    }

    private TaskInstance<Work> instance(Work work) {
        return task.instance(Long.toString(work.number()), work);
    }

    @Override
    public void submit(Work work) {
        client().scheduleIfNotExists(instance(work), Instant.now());
    }

    @Override
    public void submitAll(List<Work> works) {
        submitAt(works, Instant.now());
        if (scheduler != null) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    @Override
    public void submitAt(List<Work> works, Instant due) {
        client().scheduleBatch(
                        works.stream().<TaskInstance<?>>map(this::instance).toList(), due);
    }

    @Override
    public void resume() {
        scheduler().resume();
        scheduler().triggerCheckForDueExecutions();
    }

    @Override
    public void pause() {
        scheduler().pause();
    }

    @Override
    public StoreQueries queries() {
        return new StoreQueries(
                "select count(*) from (select 1 from scheduled_tasks limit 1) x",
                "select count(*) from scheduled_tasks",
                Optional.empty());
    }

    @Override
    public String tuning() {
        return THREADS + " threads, lock-and-fetch " + LOWER + " to " + UPPER + " of them, polling every "
                + POLLING.toMillis() + " ms, immediate execution, JSON, pool of " + (THREADS + 5)
                + ", reWriteBatchedInserts; finished jobs are deleted";
    }

    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.stop();
        }
        dataSource.close();
    }
}
