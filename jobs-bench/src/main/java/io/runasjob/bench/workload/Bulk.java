package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystem.Role;
import java.io.IOException;

/** Jobs submitted many at a time by one thread, each call committed; nobody works. */
record Bulk(int batch) implements Workload {
    private static final String BULKS = "bulks base=? millis=? batch=? most=? size=200";
    private static final long WARM_UP_MILLIS = 1_000;
    private static final long MILLIS = 2_500;
    private static final long MOST = 400_000;

    @Override
    public String name() {
        return "bulk-" + batch;
    }

    @Override
    public String unit() {
        return "jobs/s";
    }

    @Override
    public Sample run(Session session) throws Exception {
        NodeProcess client = session.node(Role.CLIENT);
        new WarmUp(session)
                .untilWarm(number -> session.warmed(
                        submit(session, client, WARM_UP_MILLIS).get("count").asLong()));
        Window window = Window.open(session);
        JsonNode answer = submit(session, client, MILLIS);
        long count = answer.get("count").asLong();
        var used = window.close(count);
        Delivery.requireStored(session, session.warmed() + count);
        return new Sample(count * 1e9 / answer.get("nanos").asLong(), count, used);
    }

    private JsonNode submit(Session session, NodeProcess client, long millis) throws IOException {
        return client.ask(BULKS, session.warmed(), session.scale().millis(millis), batch, MOST);
    }
}
