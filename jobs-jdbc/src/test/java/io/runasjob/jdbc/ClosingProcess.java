package io.runasjob.jdbc;

import io.runasjob.JobService;
import io.runasjob.annotation.RunAsJob;
import io.runasjob.job.JobContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * A worker in a JVM of its own that closes its service in a shutdown hook, as the documents say: {@code url, grace in
 * milliseconds}. It says READY; STARTED with the type when a slow job runs; CLOSING and CLOSED.
 */
final class ClosingProcess {
    private static final CountDownLatch CLOSING = new CountDownLatch(1);

    private ClosingProcess() {}

    /** The same handlers in every process. */
    static final class Handlers {

        private final Semaphore beforeClosing;

        /** @param beforeClosing how much of the load may be done before the shutdown begins, so that some is left then */
        Handlers(int beforeClosing) {
            this.beforeClosing = new Semaphore(beforeClosing);
        }

        @RunAsJob(type = "effect", queue = "load")
        void effect(int number, Connection connection) throws SQLException, InterruptedException {
            if (!beforeClosing.tryAcquire()) {
                CLOSING.await();
            }
            Transactions.effect(connection, number);
        }

        /** Ends by itself once the shutdown has begun. */
        @RunAsJob(type = "drained", queue = "slow")
        void drained(int number, Connection connection) throws SQLException, InterruptedException {
            say("STARTED drained");
            CLOSING.await();
            Transactions.effect(connection, number);
        }

        /** Ends when it is interrupted, or is not the first attempt. */
        @RunAsJob(type = "interrupted", queue = "slow")
        void interrupted(int number, Connection connection, JobContext job) throws SQLException, InterruptedException {
            Transactions.effect(connection, number);
            if (job.attempt() == 1) {
                say("STARTED interrupted");
                new CountDownLatch(1).await();
            }
        }

        /** Knows no interrupts, the first time. */
        @RunAsJob(type = "deaf", queue = "slow")
        void deaf(int number, Connection connection, JobContext job) throws SQLException {
            Transactions.effect(connection, number);
            if (job.attempt() == 1) {
                say("STARTED deaf");
                new Semaphore(0).acquireUninterruptibly();
            }
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        JobService service = JobService.builder()
                .store(JdbcJobStore.open(arguments[0]))
                .register(new Handlers(Integer.parseInt(arguments[2])))
                .queue("load", 2)
                .queue("slow", 3)
                .heartbeat(WorkerProcess.HEARTBEAT)
                .deadAfter(WorkerProcess.DEAD_AFTER)
                .grace(Duration.ofMillis(Long.parseLong(arguments[1])))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            say("CLOSING");
            CLOSING.countDown();
            service.close();
            say("CLOSED");
        }));
        say("READY");
        new CountDownLatch(1).await();
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
