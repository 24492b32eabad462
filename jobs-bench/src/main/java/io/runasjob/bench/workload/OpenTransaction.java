package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystems;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;

/**
 * 2,000 jobs a second while somebody keeps a transaction open for the whole time, so that the database can clean up nothing;
 * before it the same for a fifth of the time without, as what is normal. Measured is submit to start; the backlog at the end
 * says whether the workers kept up.
 */
record OpenTransaction() implements Workload {
    private static final int TICKS_PER_SECOND = 100;
    private static final int BATCH = 20;

    @Override
    public String name() {
        return "open-transaction";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public boolean suits(JobSystems system, String engine) {
        boolean fastEnough = system != JobSystems.QUARTZ && system != JobSystems.JOBRUNR;
        return fastEnough && engine.equals("postgresql");
    }

    @Override
    public Counting counting() {
        return Counting.NEVER;
    }

    @Override
    public Sample run(Session session) throws Exception {
        NodeProcess worker = session.warmWorker();
        session.awaitCompiled();
        worker.ask("resume");
        int ticks = (int) (session.scale().sustained() * TICKS_PER_SECOND / 1_000);
        Phase normal = phase(session, worker, Session.BASE, Math.max(10, ticks / 5));
        Phase open;
        try (Connection connection = DriverManager.getConnection(session.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("select pg_current_xact_id()");
            open = phase(session, worker, Session.BASE + normal.jobs(), ticks);
            connection.rollback();
        }
        Map<String, Double> details = open.percentiles().named();
        details.put("normalP99", normal.percentiles().at(99));
        details.put("backlogAtEnd", (double) open.backlog());
        return new Sample(open.percentiles().at(50), open.jobs(), details);
    }

    private record Phase(long jobs, long backlog, Percentiles percentiles) {}

    private static Phase phase(Session session, NodeProcess worker, long base, int ticks) throws Exception {
        long jobs = (long) ticks * BATCH;
        worker.ask("reset base=? count=? times=1", base, jobs);
        JsonNode submitted =
                worker.ask("pace base=? ticks=? micros=? batch=?", base, ticks, 1_000_000 / TICKS_PER_SECOND, BATCH);
        long backlog = jobs - Session.runs(worker);
        Session.await(worker, jobs);
        Session.settle(worker);
        Percentiles percentiles = new Percentiles(LatencyIdle.waits(submitted, worker.ask("delivered"), BATCH));
        Delivery.of(session).require(session, jobs);
        session.warmed(jobs);
        return new Phase(jobs, backlog, percentiles);
    }
}
