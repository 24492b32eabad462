package io.runasjob.chaos.work;

import io.runasjob.JobService;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.history.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A worker in a JVM of its own: {@code url folder process}. SIGTERM closes its service, and so does the end of its input, which
 * comes when its parent dies.
 */
public final class WorkerMain {
    /** Handlers that run at once. */
    static final int WORKERS = 4;

    private static final Duration GRACE = Duration.ofSeconds(1);

    private WorkerMain() {}

    /** Runs until it is ended. */
    public static void main(String[] arguments) throws IOException {
        Ground ground = Ground.at(arguments[0]);
        String process = arguments[2];
        EventLog log = EventLog.open(History.logOf(Path.of(arguments[1]), process));
        new Pulse(ground, process, log).start();
        Children children = new Children(log);
        JobService service = JobService.builder()
                .store(ground.store())
                .register(ground.handlers(log, children))
                .queue("default", WORKERS)
                .heartbeat(Workload.HEARTBEAT)
                .deadAfter(Workload.DEAD_AFTER)
                .grace(GRACE)
                .start();
        children.through(service);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "close"));
        while (System.in.read() >= 0) {
            // nobody says anything
        }
        System.exit(0);
    }
}
