package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystems;
import java.util.Map;

/**
 * From submit to start while the system works at half of what it can sustain, which is measured before, in the same JVM. The
 * jobs come evenly, 200 times a second, as many at once as that takes.
 */
record LatencyHalf() implements Workload {
    private static final int TICKS_PER_SECOND = 200;
    private static final long MILLIS = 6_000;
    private static final long FIRST_MILLIS = 3_000;
    private static final int MOST = 100_000;

    @Override
    public String name() {
        return "latency-half";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public boolean suits(JobSystems system, String engine) {
        return system
                != JobSystems.JOBRUNR; // its workers may sleep until the next poll, so half its load is not a load
    }

    @Override
    public Counting counting() {
        return Counting.NEVER;
    }

    @Override
    public Sample run(Session session) throws Exception {
        NodeProcess worker = session.warmWorker();
        long first = sustain(session, worker);
        long base = Session.BASE + first;
        double perSecond = first * 1e3 / session.scale().millis(FIRST_MILLIS);
        int batch = (int) Math.max(1, Math.round(perSecond / 2 / TICKS_PER_SECOND));
        int ticks = (int) (session.scale().millis(MILLIS) * TICKS_PER_SECOND / 1_000);
        worker.ask("reset base=? count=? times=1", base, ticks * batch);
        JsonNode submitted =
                worker.ask("pace base=? ticks=? micros=? batch=?", base, ticks, 1_000_000 / TICKS_PER_SECOND, batch);
        Session.await(worker, (long) ticks * batch);
        Session.settle(worker);
        Percentiles percentiles = new Percentiles(LatencyIdle.waits(submitted, worker.ask("delivered"), batch));
        session.warmed(first);
        Delivery.of(session).require(session, (long) ticks * batch);
        Map<String, Double> details = percentiles.named();
        details.put("jobsPerSecond", (double) batch * TICKS_PER_SECOND);
        return new Sample(percentiles.at(50), (long) ticks * batch, details);
    }

    private static long sustain(Session session, NodeProcess worker) throws Exception {
        session.resetAll(Session.BASE, MOST * 3L);
        worker.ask("resume");
        long millis = session.scale().millis(FIRST_MILLIS);
        long count = worker.ask("sustain base=? millis=? batch=100 ahead=1000 size=200", Session.BASE, millis)
                .get("count")
                .asLong();
        Session.await(worker, count);
        Session.settle(worker);
        session.awaitCompiled();
        return count;
    }
}
