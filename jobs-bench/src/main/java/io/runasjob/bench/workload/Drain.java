package io.runasjob.bench.workload;

import io.runasjob.bench.node.NodeProcess;

/**
 * Ready jobs that do nothing, until the store holds none of them any more; counted from the start of the first job, so that
 * nobody pays for the interval of its polls.
 */
record Drain(long jobs) implements Workload {
    @Override
    public String name() {
        return "drain-" + jobs;
    }

    @Override
    public String unit() {
        return "jobs/s";
    }

    @Override
    public Sample run(Session session) throws Exception {
        int count = session.scale().jobs(session.system().share(jobs));
        NodeProcess worker = session.warmWorker();
        worker.ask("reset base=%d count=%d times=0", Session.BASE, count);
        session.load(worker, Session.BASE, count);
        Window window = Window.open(session);
        worker.ask("resume");
        Session.await(worker, count);
        long end = Session.settle(worker);
        var used = window.close(count);
        Delivery delivery = Delivery.of(session).require(session, count);
        return new Sample(count * 1e9 / (end - delivery.first()), count, used);
    }
}
