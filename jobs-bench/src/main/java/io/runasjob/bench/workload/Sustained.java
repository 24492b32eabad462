package io.runasjob.bench.workload;

import io.runasjob.bench.node.NodeProcess;

/** Submit in hundreds and work together, in one JVM, for a while; the submitters stay some jobs ahead. */
record Sustained() implements Workload {
    private static final int MOST_PER_SECOND = 100_000;
    private static final int AHEAD = 2_000;
    private static final int BATCH = 100;

    @Override
    public String name() {
        return "sustained";
    }

    @Override
    public String unit() {
        return "jobs/s";
    }

    @Override
    public Sample run(Session session) throws Exception {
        long millis = session.scale().sustained();
        long ahead = session.system().share(AHEAD);
        NodeProcess worker = session.warmWorker();
        worker.ask("reset base=? count=? times=0", Session.BASE, millis * MOST_PER_SECOND / 1_000 + AHEAD);
        Window window = Window.open(session);
        worker.ask("resume");
        long count = worker.ask("sustain base=? millis=? batch=? ahead=? size=200", Session.BASE, millis, BATCH, ahead)
                .get("count")
                .asLong();
        Session.await(worker, count);
        long end = Session.settle(worker);
        var used = window.close(count);
        Delivery delivery = Delivery.of(session).require(session, count);
        return new Sample(count * 1e9 / (end - delivery.first()), count, used);
    }
}
