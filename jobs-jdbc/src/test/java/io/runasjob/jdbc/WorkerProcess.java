package io.runasjob.jdbc;

import io.runasjob.JobService;
import io.runasjob.annotation.RunAsJob;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A worker in a JVM of its own: {@code url workers}. It says READY, and STARTED with job and attempt when a job hangs; {@code
 * release} lets one hanging job end, {@code submit and die} stores a job and halts the JVM at once, {@code close} closes the service (CLOSED). Its end of input ends it.
 */
final class WorkerProcess {
    static final Duration HEARTBEAT = Duration.ofMillis(300);
    static final Duration DEAD_AFTER = Duration.ofMillis(1500);

    private final Semaphore released = new Semaphore(0);

    private WorkerProcess() {}

    /** The same handlers in every process. */
    static final class Handlers {
        private final Semaphore released;

        Handlers(Semaphore released) {
            this.released = released;
        }

        @RunAsJob(type = "pid")
        long pid(int number) {
            return ProcessHandle.current().pid();
        }

        @RunAsJob(type = "hang")
        long hang(JobContext job) throws InterruptedException {
            say("STARTED " + job.id() + " " + job.attempt());
            try {
                released.acquire();
            } catch (InterruptedException e) {
                say("INTERRUPTED " + job.id() + " " + job.attempt());
                throw e;
            }
            return ProcessHandle.current().pid();
        }

        @RunAsJob(type = "noop")
        void noop() {}

        @RunAsJob(type = "started.nanos")
        long startedNanos() {
            return System.nanoTime();
        }
    }

    public static void main(String[] arguments) throws IOException {
        new WorkerProcess().run(arguments[0], Integer.parseInt(arguments[1]));
    }

    private void run(String url, int workers) throws IOException {
        JobService service = JobService.builder()
                .store(JdbcJobStore.open(url))
                .register(new Handlers(released))
                .queue("default", workers)
                .heartbeat(HEARTBEAT)
                .deadAfter(DEAD_AFTER)
                .grace(Duration.ofMillis(200))
                .start();
        say("READY " + service.nodeId());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            obey(service, command);
        }
        service.close();
    }

    private void obey(JobService service, String command) {
        if (command.equals("release")) {
            released.release();
        } else if (command.equals("submit and die")) {
            say("SUBMITTED "
                    + service.submit(JobRequest.of(Handlers::pid, 1).in(Duration.ofHours(1)))
                            .id());
            Runtime.getRuntime().halt(1);
        } else {
            service.close();
            say("CLOSED");
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
