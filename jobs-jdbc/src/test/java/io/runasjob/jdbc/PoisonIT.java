package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.jdbc.PoisonProcess.Handlers;
import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobError;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job that kills the process it runs in is given up; the others, claimed or running beside it time and again, are not. */
@Timeout(180)
class PoisonIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MOST_DEATHS = 6;
    private static final int MOST_RUNS = 3;

    private String url;
    private JobService service;
    private final List<JobHandle<?>> others = new ArrayList<>();

    @BeforeEach
    void start() {
        url = Databases.empty(JdbcDialect.POSTGRESQL);
        service = JobService.builder()
                .store(JdbcJobStore.open(url))
                .register(new Handlers())
                .submitOnly()
                .heartbeat(WorkerProcess.HEARTBEAT)
                .deadAfter(WorkerProcess.DEAD_AFTER)
                .start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void a_job_that_halts_its_jvm_is_given_up_after_three_losses_and_all_others_finish() throws Exception {
        assertGivenUp(JobRequest.of(Handlers::halt), List.of("-Xmx256m"));
    }

    @Test
    void so_is_one_that_takes_all_memory_where_the_jvm_ends_then() throws Exception {
        assertGivenUp(JobRequest.of(Handlers::hoard), List.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError"));
    }

    @Test
    void where_the_jvm_goes_on_it_fails_by_its_error_like_any_other() throws Exception {
        JobHandle<?> poison = submitAmongOthers(JobRequest.of(Handlers::hoard).maxAttempts(2));
        try (ChildJvm worker = worker(List.of("-Xmx96m"))) {
            Set<String> loops = loops(worker);
            await().atMost(LONG).until(() -> poison.job().status().isFinished());
            for (JobHandle<?> handle : others) {
                handle.await(LONG); // each may have failed once by the same error: memory was short for it too
            }
            assertThat(loops(worker)).as("no loop ended").containsAll(loops);
        }
        Job job = poison.job();
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error().orElseThrow().exception()).isEqualTo(OutOfMemoryError.class.getName());
        assertThat(outcomes(poison)).containsExactly(Outcome.FAILED, Outcome.FAILED);
    }

    /** In the midst of many short ones, so that others are claimed ahead when it runs, and beside long ones. */
    private JobHandle<?> submitAmongOthers(JobRequest<?> poison) {
        others.addAll(service.submitAll(IntStream.range(0, 3)
                .mapToObj(i -> JobRequest.of(Handlers::longOne))
                .toList()));
        others.addAll(service.submitAll(quick(0)));
        JobHandle<?> handle = service.submit(poison);
        others.addAll(service.submitAll(quick(200)));
        return handle;
    }

    private static List<JobRequest<Integer>> quick(int from) {
        return IntStream.range(from, from + 200)
                .mapToObj(number -> JobRequest.of(Handlers::quick, number))
                .toList();
    }

    /** A busy machine may have claimed nothing ahead when the first strikes: such a run shows less, and there is another. */
    private void assertGivenUp(JobRequest<?> poison, List<String> options) throws Exception {
        long lost = lostUntilGivenUp(submitAmongOthers(poison), options);
        for (int runs = 1; runs < MOST_RUNS && lost <= PoisonProcess.WORKERS; runs++) {
            stop();
            others.clear();
            start();
            lost = lostUntilGivenUp(submitAmongOthers(poison), options);
        }
        assertThat(lost).as("jobs that were claimed ahead, too").isGreaterThan(PoisonProcess.WORKERS);
    }

    /** How many jobs were lost with the first process. */
    private long lostUntilGivenUp(JobHandle<?> poison, List<String> options) throws Exception {
        int deaths = 0;
        long lostAtFirst = 0;
        while (deaths < MOST_DEATHS && !poison.job().status().isFinished()) {
            try (ChildJvm worker = worker(options)) {
                await().atMost(LONG)
                        .until(() -> !worker.isAlive() || poison.job().status().isFinished());
                deaths += worker.isAlive() ? 0 : 1;
            }
            await().atMost(LONG).until(() -> list(JobStatus.RUNNING).isEmpty());
            lostAtFirst = deaths == 1 ? lost() : lostAtFirst;
        }
        try (ChildJvm worker = worker(options)) {
            assertOthersComplete();
            assertThat(worker.isAlive()).isTrue();
        }
        System.out.printf("%d deaths; lost with the first %d jobs, at last %d%n", deaths, lostAtFirst, lost());
        assertReason(poison);
        assertThat(deaths).isEqualTo(3);
        return lostAtFirst;
    }

    private static void assertReason(JobHandle<?> poison) {
        Job job = poison.job();
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.run().failures()).isZero();
        assertThat(job.run().losses()).isEqualTo(3);
        JobError error = job.error().orElseThrow();
        assertThat(error.kind()).isEqualTo(JobError.Kind.SYSTEM);
        assertThat(error.message()).contains(job.id().toString(), job.type(), "keeps killing its node", "3 losses");
    }

    private void assertOthersComplete() throws InterruptedException {
        for (JobHandle<?> handle : others) {
            handle.await(LONG);
        }
        assertThat(list(JobStatus.COMPLETED))
                .hasSize(others.size())
                .allMatch(job -> job.run().failures() == 0);
    }

    private List<Outcome> outcomes(JobHandle<?> handle) {
        return service.attempts(handle.id()).stream().map(Attempt::outcome).toList();
    }

    private long lost() {
        return service.list(JobQuery.all().limit(500)).items().stream()
                .filter(job -> job.run().losses() > 0)
                .count();
    }

    private List<Job> list(JobStatus status) {
        return service.list(JobQuery.all().status(status).limit(500)).items();
    }

    private static Set<String> loops(ChildJvm worker) throws Exception {
        worker.say("loops");
        return Set.of(worker.await("LOOPS").split(" "));
    }

    private ChildJvm worker(List<String> options) throws Exception {
        return ChildJvm.start(options, PoisonProcess.class, url);
    }
}
