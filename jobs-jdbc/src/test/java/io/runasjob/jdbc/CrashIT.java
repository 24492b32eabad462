package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.jdbc.WorkerProcess.Handlers;
import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promises 1 to 4 and 6: real processes are killed, frozen and closed while they hold jobs; no job is lost, no retry spent. */
@Timeout(120)
class CrashIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private String url;
    private JobService service;

    @BeforeEach
    void start() {
        url = Databases.empty(JdbcDialect.POSTGRESQL);
        service = JobService.builder()
                .store(JdbcJobStore.open(url))
                .register(new Handlers(new Semaphore(0)))
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
    void a_job_of_a_killed_process_runs_elsewhere_and_spends_no_retry() throws Exception {
        try (ChildJvm victim = worker()) {
            JobHandle<Long> handle = service.submit(Handlers::hang);
            victim.await("STARTED " + handle.id() + " 1");
            victim.kill();
            try (ChildJvm heir = worker()) {
                heir.await("STARTED " + handle.id() + " 2");
                heir.say("release");
                assertThat(handle.await(LONG)).isEqualTo(heir.pid());
            }
            assertEnded(handle, Outcome.LOST);
        }
    }

    @Test
    void a_process_that_stood_still_for_longer_than_its_lease_is_fenced_and_goes_on() throws Exception {
        try (ChildJvm frozen = worker()) {
            JobHandle<Long> handle = service.submit(Handlers::hang);
            frozen.await("STARTED " + handle.id() + " 1");
            frozen.freeze();
            try (ChildJvm heir = worker()) {
                heir.await("STARTED " + handle.id() + " 2");
                frozen.thaw();
                frozen.await("INTERRUPTED " + handle.id() + " 1");
                heir.say("release");
                assertThat(handle.await(LONG)).isEqualTo(heir.pid());
            }
            assertEnded(handle, Outcome.LOST);
            assertThat(service.submit(Handlers::pid, 1).await(LONG)).isEqualTo(frozen.pid());
        }
    }

    @Test
    void a_process_that_closes_gives_its_job_back_at_once() throws Exception {
        try (ChildJvm leaving = worker();
                ChildJvm staying = worker()) {
            JobHandle<Long> handle = service.submit(Handlers::hang);
            ChildJvm first = whoever(handle, leaving, staying);
            ChildJvm second = first == leaving ? staying : leaving;
            first.say("close");
            second.await("STARTED " + handle.id() + " 2");
            first.await("CLOSED");
            second.say("release");
            assertThat(handle.await(LONG)).isEqualTo(second.pid());
            assertEnded(handle, Outcome.RELEASED);
        }
    }

    @Test
    void a_job_in_an_h2_file_outlives_the_jvm_that_submitted_it(@TempDir Path folder) throws Exception {
        String file = "jdbc:h2:" + folder.resolve("jobs");
        String id;
        try (ChildJvm victim = ChildJvm.start(WorkerProcess.class, file, "1")) {
            victim.await("READY");
            victim.say("submit and die");
            id = victim.await("SUBMITTED");
            victim.kill();
        }
        try (JdbcJobStore store = JdbcJobStore.open(file)) {
            assertThat(store.find(List.of(JobId.of(id))))
                    .extracting(Job::status)
                    .containsExactly(JobStatus.SCHEDULED);
        }
    }

    private ChildJvm whoever(JobHandle<?> handle, ChildJvm one, ChildJvm other) throws InterruptedException {
        while (handle.job().lease().isEmpty()) {
            Thread.onSpinWait();
        }
        long pid = service.nodes().stream()
                .filter(node ->
                        node.id().equals(handle.job().lease().orElseThrow().node()))
                .findFirst()
                .orElseThrow()
                .pid();
        ChildJvm holder = one.pid() == pid ? one : other;
        holder.await("STARTED " + handle.id() + " 1");
        return holder;
    }

    private void assertEnded(JobHandle<?> handle, Outcome first) {
        Job job = handle.job();
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.run().failures()).isZero();
        assertThat(service.attempts(handle.id()))
                .extracting(Attempt::outcome)
                .containsExactly(first, Outcome.SUCCEEDED);
    }

    private ChildJvm worker() throws Exception {
        ChildJvm worker = ChildJvm.start(WorkerProcess.class, url, "2");
        worker.await("READY");
        return worker;
    }
}
