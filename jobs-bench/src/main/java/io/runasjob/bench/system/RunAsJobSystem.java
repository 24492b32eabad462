package io.runasjob.bench.system;

import io.runasjob.JobService;
import io.runasjob.JobServiceBuilder;
import io.runasjob.bench.node.Deliveries;
import io.runasjob.bench.node.Work;
import io.runasjob.job.JobRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** RunAsJob with its defaults, except for the number of workers. */
final class RunAsJobSystem implements JobSystem {
    private static final String TYPE = "bench.work";
    private static final String QUEUE = "default";
    private static final int WORKERS = 8;

    private final String url;
    private @Nullable JobService service;

    RunAsJobSystem(String url) {
        this.url = url;
    }

    @Override
    public void createTables() {
        Stores.open(url).close();
    }

    @Override
    public void open(Role role) {
        JobServiceBuilder builder = JobService.builder()
                .store(Stores.open(url))
                .handler(TYPE, Work.class, (work, context) -> {
                    Deliveries.done(work.number());
                    return null;
                });
        switch (role) {
            case CLIENT -> service = builder.submitOnly().start();
            case CLIENT_SHARING_COMMITS ->
                service = builder.submitOnly().submitTogether().start();
            case WORKER -> {
                service = builder.queue(QUEUE, WORKERS).start();
                pause();
            }
        }
    }

    private JobService service() {
        return Objects.requireNonNull(service, "not open");
    }

    @Override
    public void submit(Work work) {
        service().submit(JobRequest.ofType(TYPE, work));
    }

    @Override
    public void submitAll(List<Work> works) {
        service()
                .submitAll(works.stream()
                        .map(work -> JobRequest.<Void>ofType(TYPE, work))
                        .toList());
    }

    @Override
    public void submitAt(List<Work> works, Instant due) {
        service()
                .submitAll(works.stream()
                        .map(work -> JobRequest.<Void>ofType(TYPE, work).at(due))
                        .toList());
    }

    @Override
    public void resume() {
        service().resume(QUEUE);
    }

    @Override
    public void pause() {
        service().pause(QUEUE);
    }

    @Override
    public void fillHistory(long jobs) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            History.fill(connection, jobs);
        }
    }

    @Override
    public StoreQueries queries() {
        return new StoreQueries(
                "select count(*) from (select 1 as one from job limit 1) x",
                "select (select count(*) from job) + (select count(*) from job_history)",
                Optional.of("select count(*) from job_history where status = 4"));
    }

    @Override
    public String tuning() {
        return WORKERS + " workers, else defaults (full history, own pool of up to 10 connections)";
    }

    @Override
    public void close() {
        service().close();
    }
}
