package io.runasjob.bench.workload;

import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystems;

/** So many ready jobs wait; the first of them, up to 100,000, are run. The heap is that of a node with this backlog. */
record Backlog(long jobs) implements Workload {
    private static final long MOST_RUN = 100_000;

    @Override
    public String name() {
        return "backlog-" + jobs;
    }

    @Override
    public String unit() {
        return "jobs/s";
    }

    @Override
    public boolean suits(JobSystems system, String engine) {
        return system != JobSystems.QUARTZ && system != JobSystems.JOBRUNR;
    }

    @Override
    public Counting counting() {
        return Counting.NEVER;
    }

    @Override
    public Sample run(Session session) throws Exception {
        int count = session.scale().jobs(jobs);
        int measured = Math.min(count, session.scale().jobs(MOST_RUN));
        NodeProcess worker = session.warmWorker();
        session.resetAll(Session.BASE, count);
        session.load(worker, Session.BASE, count);
        Window window = Window.open(session);
        worker.ask("resume");
        long end = Session.await(worker, measured);
        var used = window.close(measured);
        worker.ask("pause");
        Delivery.requirePart(session, count);
        return new Sample(measured * 1e9 / (end - Delivery.of(session).first()), measured, used);
    }
}
