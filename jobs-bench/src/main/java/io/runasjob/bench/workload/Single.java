package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystem.Role;
import io.runasjob.bench.system.JobSystems;

/**
 * Jobs submitted one by one by some threads, each committed; nobody works.
 *
 * @param together whether submits that come at the same time share a commit, which only RunAsJob can
 */
record Single(int threads, boolean together) implements Workload {
    private static final String SINGLES = "singles base=? millis=? threads=? size=200";
    private static final long WARM_UP_MILLIS = 3_000;
    private static final long MILLIS = 2_000;

    @Override
    public String name() {
        return "single-" + threads + (together ? "-together" : "");
    }

    @Override
    public String unit() {
        return "jobs/s";
    }

    @Override
    public boolean suits(JobSystems system, String engine) {
        return !together || system == JobSystems.RUNASJOB;
    }

    @Override
    public Sample run(Session session) throws Exception {
        NodeProcess client = session.node(together ? Role.CLIENT_SHARING_COMMITS : Role.CLIENT);
        long warmed = client.ask(SINGLES, 0, session.scale().millis(WARM_UP_MILLIS), threads)
                .get("count")
                .asLong();
        Window window = Window.open(session);
        JsonNode answer = client.ask(SINGLES, warmed, session.scale().millis(MILLIS), threads);
        long count = answer.get("count").asLong();
        var used = window.close(count);
        Delivery.requireStored(session, warmed + count);
        return new Sample(count * 1e9 / answer.get("nanos").asLong(), count, used);
    }
}
