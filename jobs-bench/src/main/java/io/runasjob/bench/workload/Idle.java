package io.runasjob.bench.workload;

import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystems;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a node with nothing to do asks of the database: statements a minute, once it has become quiet. */
record Idle() implements Workload {
    private static final long QUIET_MILLIS = 40_000;

    /** A whole round of the slowest loop: four times as long as until a node is dead. */
    private static final long MILLIS = 120_000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String unit() {
        return "statements/min";
    }

    @Override
    public boolean suits(JobSystems system, String engine) {
        return system != JobSystems.BARE && (engine.equals("postgresql") || engine.equals("mariadb"));
    }

    @Override
    public Counting counting() {
        return Counting.ALWAYS;
    }

    @Override
    public Sample run(Session session) throws Exception {
        NodeProcess worker = session.warmWorker();
        worker.ask("resume");
        pass(session.scale().millis(QUIET_MILLIS));
        long millis = session.scale().millis(MILLIS);
        long before = statements(session);
        pass(millis);
        return new Sample((statements(session) - before) * 60_000.0 / millis, 0, Map.of());
    }

    private static long statements(Session session) throws Exception {
        return session.engine().read().statements().orElseThrow();
    }

    /** The passing of time is what is measured here. */
    private static void pass(long millis) throws InterruptedException {
        if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Nobody counts down");
        }
    }
}
