package io.runasjob.bench.workload;

import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystems;

/**
 * Ready jobs that do nothing, until the store holds none of them any more; counted from the start of the first job, so that
 * nobody pays for the interval of its polls.
 *
 * @param name of the workload
 * @param jobs how many
 * @param bytes of the payload of each
 * @param history finished jobs that the store holds before
 */
record Drain(String name, long jobs, int bytes, long history) implements Workload {
    private static final int SMALL = 200;

    static Drain ofReady(long jobs) {
        return new Drain("drain-" + jobs, jobs, SMALL, 0);
    }

    static Drain withPayload(int bytes, long jobs) {
        return new Drain("payload-" + bytes, jobs, bytes, 0);
    }

    static Drain withHistory(long history) {
        return new Drain("history-" + history, 50_000, SMALL, history);
    }

    @Override
    public boolean suits(JobSystems system, String engine) {
        boolean ownTables = system == JobSystems.RUNASJOB || system == JobSystems.BARE;
        return !name.startsWith("history") || (ownTables && engine.equals("postgresql"));
    }

    @Override
    public String unit() {
        return "jobs/s";
    }

    @Override
    public Sample run(Session session) throws Exception {
        int count = session.scale().jobs(session.system().share(jobs));
        NodeProcess worker = session.warmWorker();
        worker.ask("reset base=? count=? times=0", Session.BASE, count);
        session.fillHistory(history == 0 ? 0 : session.scale().jobs(history));
        session.load(worker, Session.BASE, count, bytes);
        Window window = Window.open(session);
        worker.ask("resume");
        Session.await(worker, count);
        long end = Session.settle(worker);
        var used = window.close(count);
        Delivery delivery = Delivery.of(session).require(session, count);
        return new Sample(count * 1e9 / (end - delivery.first()), count, used);
    }
}
