package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.jdbc.WorkerProcess.Handlers;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.JobCancelledException;
import io.runasjob.job.JobRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers in other JVMs, on PostgreSQL, on MariaDB and on H2 in server mode, serve what this JVM submits. */
@Timeout(120)
class TwoProcessesIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void two_processes_on_one_postgresql_share_the_work() throws Exception {
        shareTheWork(Databases.empty(JdbcDialect.POSTGRESQL));
    }

    @Test
    void two_processes_on_one_mariadb_share_the_work() throws Exception {
        shareTheWork(Databases.empty(JdbcDialect.MARIADB));
    }

    @Test
    void two_processes_on_one_h2_server_share_the_work() throws Exception {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        try {
            shareTheWork("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:t" + UUID.randomUUID()
                    + ";DB_CLOSE_DELAY=-1");
        } finally {
            server.stop();
        }
    }

    @Test
    void a_job_that_runs_in_another_process_is_cancelled_from_here() throws Exception {
        String url = Databases.empty(JdbcDialect.POSTGRESQL);
        try (ChildJvm worker = ChildJvm.start(WorkerProcess.class, url, "2");
                JobService service = submitter(url)) {
            worker.await("READY");
            JobHandle<Long> handle = service.submit(Handlers::hang);
            worker.await("STARTED " + handle.id());
            assertThat(handle.cancel()).isEqualTo(CancelAnswer.REQUESTED);
            worker.await("INTERRUPTED " + handle.id());
            assertThatThrownBy(() -> handle.await(LONG)).isInstanceOf(JobCancelledException.class);
        }
    }

    private static void shareTheWork(String url) throws Exception {
        try (ChildJvm one = ChildJvm.start(WorkerProcess.class, url, "1");
                ChildJvm two = ChildJvm.start(WorkerProcess.class, url, "1");
                JobService service = submitter(url)) {
            one.await("READY");
            two.await("READY");
            assertThat(eachHoldsOne(service, one, two)).containsExactlyInAnyOrder(one.pid(), two.pid());
            assertThat(manyAreDone(service)).isSubsetOf(one.pid(), two.pid()).isNotEmpty();
        }
    }

    /** With one worker each, two jobs that hang at the same time are held by both processes. */
    private static Set<Long> eachHoldsOne(JobService service, ChildJvm one, ChildJvm two) throws Exception {
        List<JobHandle<Long>> hanging =
                service.submitAll(List.of(JobRequest.of(Handlers::hang), JobRequest.of(Handlers::hang)));
        one.await("STARTED");
        two.await("STARTED");
        one.say("release");
        two.say("release");
        return pids(hanging);
    }

    private static Set<Long> manyAreDone(JobService service) throws Exception {
        return pids(service.submitAll(IntStream.range(0, 500)
                .mapToObj(number -> JobRequest.of(Handlers::pid, number))
                .toList()));
    }

    private static Set<Long> pids(List<JobHandle<Long>> handles) throws InterruptedException {
        Set<Long> pids = new HashSet<>();
        for (JobHandle<Long> handle : handles) {
            pids.add(handle.await(LONG));
        }
        return pids;
    }

    private static JobService submitter(String url) {
        return JobService.builder()
                .store(JdbcJobStore.open(url))
                .register(new Handlers(new Semaphore(0)))
                .submitOnly()
                .start();
    }
}
