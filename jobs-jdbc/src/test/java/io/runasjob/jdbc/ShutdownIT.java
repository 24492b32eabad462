package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.jdbc.ClosingProcess.Handlers;
import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 6: a process that gets SIGTERM under load hands on what it does not end; one that is killed on the way has crashed. */
@Timeout(120)
class ShutdownIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int EFFECTS = 490;
    private static final int DRAINED = EFFECTS;
    private static final int INTERRUPTED = EFFECTS + 1;
    private static final int DEAF = EFFECTS + 2;
    private static final int SIGTERM_EXIT = 143;

    private String url;
    private JobService service;
    private List<JobHandle<Void>> load;
    private JobHandle<Void> drained;
    private JobHandle<Void> interrupted;
    private JobHandle<Void> deaf;

    private void submit(JdbcDialect dialect) {
        url = Databases.empty(dialect);
        Databases.execute(url, "create table effect (number integer not null)");
        service = JobService.builder()
                .store(JdbcJobStore.open(url))
                .register(new Handlers(0))
                .submitOnly()
                .heartbeat(WorkerProcess.HEARTBEAT)
                .deadAfter(WorkerProcess.DEAD_AFTER)
                .start();
        drained = service.submit(JobRequest.<Void>ofType("drained", DRAINED));
        interrupted = service.submit(JobRequest.<Void>ofType("interrupted", INTERRUPTED));
        deaf = service.submit(JobRequest.<Void>ofType("deaf", DEAF));
        load = service.submitAll(IntStream.range(0, EFFECTS)
                .mapToObj(number -> JobRequest.<Void>ofType("effect", number))
                .toList());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_process_that_gets_sigterm_under_load_leaves_nothing_running_and_spends_no_retry(JdbcDialect dialect)
            throws Exception {
        submit(dialect);
        try (ChildJvm leaving = busyWorker(300)) {
            long asked = System.nanoTime();
            leaving.terminate();
            assertThat(leaving.awaitExit()).isEqualTo(SIGTERM_EXIT);
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            System.out.printf("%s: ended %d ms after SIGTERM, grace 300 ms%n", dialect, took.toMillis());
        }
        assertThat(list(JobStatus.RUNNING)).as("left behind").isEmpty();
        assertThat(list(JobStatus.PENDING)).as("load that was given back").hasSizeGreaterThan(2);
        assertThat(outcomes(drained)).containsExactly(Outcome.SUCCEEDED);

        try (ChildJvm heir = worker(300, Integer.MAX_VALUE)) {
            assertAllComplete();
            assertThat(heir.isAlive()).isTrue();
        }
        assertThat(outcomes(interrupted)).containsExactly(Outcome.RELEASED, Outcome.SUCCEEDED);
        assertThat(outcomes(deaf)).containsExactly(Outcome.RELEASED, Outcome.SUCCEEDED);
        assertThat(all()).allMatch(job -> job.run().losses() == 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_process_that_is_killed_while_it_shuts_down_has_crashed(JdbcDialect dialect) throws Exception {
        submit(dialect);
        try (ChildJvm leaving = busyWorker(30_000)) {
            leaving.terminate();
            leaving.await("CLOSING");
            await().atMost(LONG).until(() -> drained.job().status() == JobStatus.COMPLETED);
            leaving.kill();
        }
        try (ChildJvm heir = worker(300, Integer.MAX_VALUE)) {
            assertAllComplete();
            assertThat(heir.isAlive()).isTrue();
        }
        assertThat(outcomes(interrupted)).containsExactly(Outcome.LOST, Outcome.SUCCEEDED);
        assertThat(outcomes(deaf)).containsExactly(Outcome.LOST, Outcome.SUCCEEDED);
        assertThat(all()).allMatch(job -> job.run().losses() <= 1);
    }

    private ChildJvm busyWorker(int graceMillis) throws Exception {
        ChildJvm worker = worker(graceMillis, EFFECTS / 2);
        worker.await("STARTED");
        worker.await("STARTED");
        worker.await("STARTED");
        await().atMost(LONG).until(() -> !list(JobStatus.COMPLETED).isEmpty());
        assertThat(list(JobStatus.PENDING)).as("load").isNotEmpty();
        return worker;
    }

    private ChildJvm worker(int graceMillis, int beforeClosing) throws Exception {
        ChildJvm worker = ChildJvm.start(
                ClosingProcess.class, url, Integer.toString(graceMillis), Integer.toString(beforeClosing));
        worker.await("READY");
        return worker;
    }

    private void assertAllComplete() throws InterruptedException, SQLException {
        List<JobHandle<Void>> handles = new ArrayList<>(load);
        handles.addAll(List.of(drained, interrupted, deaf));
        for (JobHandle<Void> handle : handles) {
            handle.await(LONG);
        }
        assertThat(all()).hasSize(EFFECTS + 3).allMatch(job -> job.run().failures() == 0);
        assertThat(Transactions.effects(url))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, EFFECTS + 3).boxed().toList());
    }

    private List<Outcome> outcomes(JobHandle<?> handle) {
        return service.attempts(handle.id()).stream().map(Attempt::outcome).toList();
    }

    private List<Job> list(JobStatus status) {
        return service.list(JobQuery.all().status(status).limit(100)).items();
    }

    private List<Job> all() {
        return service.list(JobQuery.all().limit(500)).items();
    }
}
