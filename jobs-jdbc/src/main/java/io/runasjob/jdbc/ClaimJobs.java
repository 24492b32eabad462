package io.runasjob.jdbc;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.NodeId;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Leases ready jobs to a node. Claimers skip the rows that others are taking, so nobody waits and no job is shared. */
final class ClaimJobs {
    private static final String READY = """
            status in ${PENDING->RUNNING} and queue = ? and type = any(?)
              and not exists (select 1 from ${_queue} q where q.name = ? and q.paused)""";

    /** The leading columns are constants of the condition: they name the index to be read in its order. */
    private static final String ORDER = "status, queue, priority desc, run_at, id";

    /**
     * The sum hides the status from the planner: an equal status would let it read all of the partial index of ready jobs,
     * which holds the ids too, instead of looking the ids up.
     */
    private static final String LEASE = """
            update ${jobs} set status = ${RUNNING}, attempt = attempt + 1, node = ?, started_at = current_timestamp,
                   error = null
            where id = any(${ids}) and status + 0 in ${PENDING->RUNNING}""";

    private static final Comparator<Job> DEQUEUE_ORDER = Comparator.comparing(Job::priority, Comparator.reverseOrder())
            .thenComparing(job -> job.times().due())
            .thenComparing(Job::id);

    private final Database database;
    private final boolean oneStatement;
    private final TakeRows ready;
    private final String lease;
    private final String claim;

    ClaimJobs(Database database, Sql sql) {
        this.database = database;
        this.oneStatement = sql.dialect() == JdbcDialect.POSTGRESQL;
        this.ready = new TakeRows(sql, READY, "status + 0 in ${PENDING->RUNNING}", ORDER);
        this.lease = sql.grammar().updateReturning(sql.render(LEASE.replace("${ids}", "?")), JobRow.LIVE_AS_HISTORY);
        this.claim = oneStatement ? claimAtOnce(sql, ready.statement()) : "";
    }

    /** Materialised, so that the rows are locked once; its ids as an array, so that they are looked up one by one. */
    private static String claimAtOnce(Sql sql, String ready) {
        String update = LEASE.replace("${ids}", "array(select id from ready)");
        return sql.render("with ready as materialized (" + ready + ") "
                + sql.grammar().updateReturning(update, JobRow.LIVE_AS_HISTORY));
    }

    List<Job> claim(ClaimRequest request) {
        if (request.demands().isEmpty() || request.types().isEmpty()) {
            return List.of();
        }
        return database.engine("claim jobs", connection -> {
            List<Job> claimed = new ArrayList<>();
            for (Demand demand : request.demands()) {
                List<Job> jobs = claim(connection, request, demand);
                jobs.sort(DEQUEUE_ORDER);
                claimed.addAll(jobs);
            }
            return claimed;
        });
    }

    Optional<Job> start(JobId job, NodeId node) {
        return database.user(
                "start job " + job,
                connection ->
                        lease(connection, node, List.of(job.value())).stream().findFirst());
    }

    private List<Job> claim(Connection connection, ClaimRequest request, Demand demand) throws SQLException {
        SqlArray types = SqlArray.texts(request.types());
        String queue = demand.queue();
        if (oneStatement) {
            UUID node = request.node().value();
            return Query.list(connection, claim, JobRow::read, queue, types, queue, demand.jobs(), node);
        }
        List<UUID> ids = ready.take(connection, demand.jobs(), queue, types, queue);
        return ids.isEmpty() ? new ArrayList<>() : lease(connection, request.node(), ids);
    }

    private List<Job> lease(Connection connection, NodeId node, List<UUID> ids) throws SQLException {
        return Query.list(connection, lease, JobRow::read, node.value(), SqlArray.uuids(ids));
    }
}
