package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystems;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;

/** 100,000 scheduled jobs that come due at 1,000 a second, 100 at once; measured is how late they start. */
record Due() implements Workload {
    private static final long JOBS = 100_000;
    private static final int BATCH = 100;
    private static final long INTERVAL_MICROS = 100_000;
    private static final long LEAST_LEAD_MILLIS = 3_000;

    @Override
    public String name() {
        return "due";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public boolean suits(JobSystems system, String engine) {
        return system != JobSystems.BARE;
    }

    @Override
    public Counting counting() {
        return Counting.NEVER;
    }

    @Override
    public Sample run(Session session) throws Exception {
        int ticks = Math.max(1, session.scale().jobs(session.system().share(JOBS)) / BATCH);
        long jobs = (long) ticks * BATCH;
        NodeProcess worker = session.warmWorker();
        session.awaitCompiled();
        worker.ask("reset base=? count=? times=1", Session.BASE, jobs);
        worker.ask("resume");
        long lead = LEAST_LEAD_MILLIS + jobs * 1_000 / session.system().schedulesPerSecond();
        JsonNode plan = worker.ask(
                "due base=? ticks=? micros=? batch=? millis=?", Session.BASE, ticks, INTERVAL_MICROS, BATCH, lead);
        Session.await(worker, jobs);
        Session.settle(worker);
        Percentiles percentiles = new Percentiles(lateness(
                plan.get("first").asLong(),
                worker.ask("delivered").get("starts").asText()));
        Delivery.of(session).require(session, jobs);
        Map<String, Double> details = percentiles.named();
        details.put("plannedTooLateMillis", plan.get("late").asDouble() / 1e6);
        return new Sample(percentiles.at(50), jobs, details);
    }

    private static long[] lateness(long first, String delivered) {
        ByteBuffer starts = ByteBuffer.wrap(Base64.getDecoder().decode(delivered));
        long[] late = new long[starts.capacity() / Long.BYTES];
        for (int i = 0; i < late.length; i++) {
            late[i] = starts.getLong(i * Long.BYTES) - first - i / BATCH * INTERVAL_MICROS * 1_000;
        }
        return late;
    }
}
