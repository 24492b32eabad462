package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystem.Role;
import io.runasjob.bench.system.JobSystems;
import java.io.IOException;

/**
 * Jobs submitted one by one by some threads, each committed; nobody works.
 *
 * @param together whether submits that come at the same time share a commit, which only RunAsJob can
 */
record Single(int threads, boolean together) implements Workload {
    private static final String SINGLES = "singles base=? millis=? threads=? size=200";
    private static final long WARM_UP_MILLIS = 1_000;
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
        new WarmUp(session).untilWarm(number -> session.warmed(warm(session, client)));
        Window window = Window.open(session);
        JsonNode answer = submit(session, client, MILLIS);
        long count = answer.get("count").asLong();
        var used = window.close(count);
        Delivery.requireStored(session, session.warmed() + count);
        return new Sample(count * 1e9 / answer.get("nanos").asLong(), count, used);
    }

    private long warm(Session session, NodeProcess client) throws IOException {
        return submit(session, client, WARM_UP_MILLIS).get("count").asLong();
    }

    private JsonNode submit(Session session, NodeProcess client, long millis) throws IOException {
        return client.ask(SINGLES, session.warmed(), session.scale().millis(millis), threads);
    }
}
