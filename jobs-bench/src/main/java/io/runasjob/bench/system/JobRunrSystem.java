package io.runasjob.bench.system;

import com.zaxxer.hikari.HikariDataSource;
import io.runasjob.bench.node.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jspecify.annotations.Nullable;

/** JobRunr with the shortest interval between polls that it recommends. No dashboard, so nothing is reported to anybody. */
final class JobRunrSystem implements JobSystem {
    private static final int WORKERS = 16;
    private static final Duration POLLING = Duration.ofSeconds(5);

    private final HikariDataSource dataSource;
    private @Nullable StorageProvider storage;
    private @Nullable JobRequestScheduler scheduler;
    private @Nullable BackgroundJobServer server;

    JobRunrSystem(String url) {
        dataSource = Pools.fixed(url + "&reWriteBatchedInserts=true", WORKERS + 4);
    }

    @Override
    public void createTables() {
        SqlStorageProviderFactory.using(dataSource).close();
    }

    @Override
    public void open(Role role) {
        JacksonJsonMapper json = new JacksonJsonMapper();
        StorageProvider provider = SqlStorageProviderFactory.using(dataSource);
        provider.setJobMapper(new JobMapper(json));
        storage = provider;
        scheduler = new JobRequestScheduler(provider, List.of());
        if (role == Role.WORKER) {
            server = new BackgroundJobServer(
                    provider,
                    json,
                    null,
                    BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                            .andPollInterval(POLLING)
                            .andWorkerCount(WORKERS));
            server.start();
            server.pauseProcessing();
        }
    }

    private JobRequestScheduler scheduler() {
        return Objects.requireNonNull(scheduler, "not open");
    }

    private BackgroundJobServer server() {
        return Objects.requireNonNull(server, "not a worker");
    }

    private static JobRunrWork request(Work work) {
        return new JobRunrWork(work.number(), work.filler());
    }

    @Override
    public void submit(Work work) {
        scheduler().enqueue(request(work));
    }

    @Override
    public void submitAll(List<Work> works) {
        scheduler().enqueue(works.stream().map(JobRunrSystem::request));
    }

    @Override
    public void submitAt(List<Work> works, Instant due) {
        works.forEach(work -> scheduler().schedule(due, request(work)));
    }

    @Override
    public void resume() {
        server().resumeProcessing();
    }

    @Override
    public void pause() {
        server().pauseProcessing();
    }

    @Override
    public StoreQueries queries() {
        return new StoreQueries(
                "select count(*) from (select 1 from jobrunr_jobs"
                        + " where state in ('SCHEDULED', 'ENQUEUED', 'PROCESSING') limit 1) x",
                "select count(*) from jobrunr_jobs",
                Optional.of("select count(*) from jobrunr_jobs where state = 'SUCCEEDED'"));
    }

    @Override
    public String tuning() {
        return WORKERS + " workers, polling every " + POLLING.toSeconds() + " s, Jackson, pool of " + (WORKERS + 4)
                + ", reWriteBatchedInserts, no dashboard; finished jobs are kept";
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
        Objects.requireNonNull(storage).close();
        dataSource.close();
    }
}
