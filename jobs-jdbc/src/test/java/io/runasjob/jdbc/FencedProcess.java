package io.runasjob.jdbc;

import io.runasjob.JobService;
import io.runasjob.annotation.RunAsJob;
import io.runasjob.job.JobContext;
import io.runasjob.job.LeaseLostException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A worker in a JVM of its own, with one thread, whose handlers write an effect and then wait before they commit it: {@code
 * url}. It says READY; WRITTEN with job and attempt when the effect is written; STALE when the commit was refused. {@code
 * release} lets one handler go on. Its end of input ends it.
 */
final class FencedProcess {
    private FencedProcess() {}

    /** The same handlers in every process. Deaf to interrupts: a stale attempt shall get as far as its commit. */
    static final class Handlers {
        private final Semaphore released = new Semaphore(0);
        private final String url;

        Handlers(String url) {
            this.url = url;
        }

        @RunAsJob(type = "explicit")
        long explicit(int number, JobContext job) throws SQLException {
            try (Connection connection = Transactions.begin(url)) {
                write(connection, number, job);
                JdbcTransaction.complete(
                        job, connection, ProcessHandle.current().pid());
            } catch (LeaseLostException e) {
                say("STALE " + job.id() + " " + job.attempt());
                throw e;
            }
            return 0;
        }

        @RunAsJob(type = "given")
        long given(int number, Connection connection, JobContext job) throws SQLException {
            write(connection, number, job);
            return ProcessHandle.current().pid();
        }

        @RunAsJob(type = "pid")
        long pid() {
            return ProcessHandle.current().pid();
        }

        private void write(Connection connection, int number, JobContext job) throws SQLException {
            Transactions.effect(connection, number);
            say("WRITTEN " + job.id() + " " + job.attempt());
            released.acquireUninterruptibly();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Handlers handlers = new Handlers(arguments[0]);
        try (JobService service = JobService.builder()
                .store(JdbcJobStore.open(arguments[0]))
                .register(handlers)
                .queue("default", 1)
                .heartbeat(WorkerProcess.HEARTBEAT)
                .deadAfter(WorkerProcess.DEAD_AFTER)
                .grace(Duration.ofMillis(200))
                .start()) {
            say("READY " + service.nodeId());
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (commands.readLine() != null) {
                handlers.released.release();
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
