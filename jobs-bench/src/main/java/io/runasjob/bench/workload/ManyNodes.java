package io.runasjob.bench.workload;

import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystems;
import java.util.List;

/** Ready jobs that do nothing, run by several nodes, each a JVM of its own; also, how much of its share the least got. */
record ManyNodes(int nodes) implements Workload {
    private static final long JOBS = 200_000;

    @Override
    public String name() {
        return "nodes-" + nodes;
    }

    @Override
    public String unit() {
        return "jobs/s";
    }

    @Override
    public boolean suits(JobSystems system, String engine) {
        return nodes == 1 || !engine.equals("h2"); // its files belong to one JVM
    }

    @Override
    public Sample run(Session session) throws Exception {
        int count = session.scale().jobs(session.system().share(JOBS));
        List<NodeProcess> workers = session.warmWorkers(nodes);
        session.resetAll(Session.BASE, count);
        session.load(workers.get(0), Session.BASE, count);
        Window window = Window.open(session);
        session.askAll("resume");
        session.awaitAll(count);
        long end = Session.settle(workers.get(0));
        var used = window.close(count);
        Delivery delivery = Delivery.of(session).require(session, count);
        long least = count;
        for (NodeProcess worker : workers) {
            least = Math.min(least, Session.runs(worker));
        }
        used.put("leastShare", (double) least * nodes / count);
        return new Sample(count * 1e9 / (end - delivery.first()), count, used);
    }
}
