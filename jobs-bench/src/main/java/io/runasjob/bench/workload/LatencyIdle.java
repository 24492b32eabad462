package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystem.Role;
import io.runasjob.bench.system.JobSystems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;

/** From the call of submit to the first instruction of the handler, one job every 200 ms; in one JVM, or from another. */
record LatencyIdle(boolean otherJvm) implements Workload {
    private static final String SINGLES = "singles base=? millis=? threads=1 size=200";
    private static final long WARM_UP_MILLIS = 1_000;
    private static final int MOST_WARM_UPS = 100_000;

    /** Not counted: the first jobs after the load before. */
    private static final int NOT_COUNTED = 3;

    private static final int INTERVAL_MICROS = 200_000;

    @Override
    public String name() {
        return otherJvm ? "latency-idle-other-jvm" : "latency-idle";
    }

    @Override
    public String unit() {
        return "ms";
    }

    /** A system that only polls for such jobs would show nothing but the interval that it is given. */
    @Override
    public boolean suits(JobSystems system, String engine) {
        boolean polls = system == JobSystems.JOBRUNR || (otherJvm && system == JobSystems.QUARTZ);
        boolean possible = !otherJvm || !engine.equals("h2"); // its files belong to one JVM
        return possible && !polls;
    }

    @Override
    public Counting counting() {
        return Counting.NEVER;
    }

    @Override
    public Sample run(Session session) throws Exception {
        int probes = session.scale().probes();
        NodeProcess worker = session.node(Role.WORKER);
        NodeProcess client = otherJvm ? session.node(Role.CLIENT) : worker;
        new WarmUp(session).untilWarm(number -> warm(session, worker, client));
        session.awaitCompiled();
        worker.ask("reset base=? count=? times=1", Session.BASE, NOT_COUNTED + probes);
        worker.ask("resume");
        JsonNode submitted =
                client.ask("pace base=? ticks=? micros=? batch=1", Session.BASE, NOT_COUNTED + probes, INTERVAL_MICROS);
        Session.await(worker, NOT_COUNTED + probes);
        Session.settle(worker);
        long[] waits = waits(submitted, worker.ask("delivered"), 1);
        Delivery.of(session).require(session, NOT_COUNTED + probes);
        long[] counted = java.util.Arrays.copyOfRange(waits, NOT_COUNTED, waits.length);
        Percentiles percentiles = new Percentiles(counted);
        return new Sample(percentiles.at(50), probes, percentiles.named());
    }

    /** A second of load by single jobs, which are what is measured. */
    private static void warm(Session session, NodeProcess worker, NodeProcess client) throws IOException {
        worker.ask("reset base=? count=? times=0", session.warmed(), MOST_WARM_UPS);
        worker.ask("resume");
        long count = client.ask(SINGLES, session.warmed(), session.scale().millis(WARM_UP_MILLIS))
                .get("count")
                .asLong();
        Session.await(worker, count);
        Session.settle(worker);
        worker.ask("pause");
        session.warmed(count);
    }

    /** From each submit to the start of each of its jobs. */
    static long[] waits(JsonNode submitted, JsonNode delivered, int batch) {
        ByteBuffer submits = ByteBuffer.wrap(
                Base64.getDecoder().decode(submitted.get("times").asText()));
        ByteBuffer starts = ByteBuffer.wrap(
                Base64.getDecoder().decode(delivered.get("starts").asText()));
        long[] waits = new long[starts.capacity() / Long.BYTES];
        for (int i = 0; i < waits.length; i++) {
            waits[i] = starts.getLong(i * Long.BYTES) - submits.getLong(i / batch * Long.BYTES);
        }
        return waits;
    }
}
