package io.runasjob.jdbc;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.NodeId;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.ClaimRequest.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Leases ready jobs to a node. Claimers skip the rows that others are taking, so nobody waits and no job is shared. */
final class ClaimJobs {
    private static final String READY = """
            status in ${PENDING->RUNNING} and queue = ? and ${among type} and losses < ?
              and not exists (select 1 from ${_queue} q where q.name = ? and q.paused)""";

    private static final String FROM_THERE = " and priority = ? and run_at >= ?";

    /**
     * The sum hides the status from the planner: an equal status would let it read all of the partial index of ready jobs,
     * which holds the ids too, instead of looking the ids up.
     */
    private static final String LEASE = """
            update ${jobs} set status = ${RUNNING}, attempt = attempt + 1, node = ?, started_at = ${now}, error = null
            where id = any(IDS) and status + 0 in ${PENDING->RUNNING}""";

    /** The same where an update does not answer with its rows: they are read after it. */
    private static final String LEASE_FIRST =
            "status = ${RUNNING}, attempt = attempt + 1, node = e.claimer, started_at = ${now}, error = null";

    private static final String READ = "select " + JobRow.LIVE_AS_HISTORY + " ${from jobs any id uuid}";

    private static final Comparator<Job> DEQUEUE_ORDER = Comparator.comparing(Job::priority, Comparator.reverseOrder())
            .thenComparing(job -> job.times().due())
            .thenComparing(Job::id);

    private final Database database;
    private final Vacuum vacuum;
    private final TakeRows ready;
    private final @Nullable String claim;
    private final @Nullable String claimFrom;
    private final @Nullable String lease;
    private final String leaseFirst;
    private final String read;

    ClaimJobs(Database database, Sql sql, Vacuum vacuum) {
        this.database = database;
        this.vacuum = vacuum;
        this.ready = ready(sql, READY);
        boolean atOnce = sql.dialect() == JdbcDialect.POSTGRESQL;
        this.claim = atOnce ? claimAtOnce(sql, ready.statement()) : null;
        this.claimFrom =
                atOnce ? claimAtOnce(sql, ready(sql, READY + FROM_THERE).statement()) : null;
        this.lease = leaseReturning(sql, "?").orElse(null);
        this.leaseFirst = sql.grammar()
                .updateFrom(
                        sql.table(""),
                        sql.render(LEASE_FIRST),
                        sql.render("${rows id uuid, claimer uuid}"),
                        sql.render("${key j.id is e.id} and j.status + 0 in ${PENDING->RUNNING}"));
        this.read = sql.render(READ);
    }

    private static TakeRows ready(Sql sql, String which) {
        return new TakeRows(sql, "ready", which, "status + 0 in ${PENDING->RUNNING}", "${dequeue}");
    }

    private static Optional<String> leaseReturning(Sql sql, String ids) {
        String update = sql.render(LEASE.replace("IDS", ids));
        return sql.grammar().updateReturning(update, sql.render(JobRow.LIVE_AS_HISTORY));
    }

    /** Materialised, so that the rows are locked once; its ids as an array, so that they are looked up one by one. */
    private static String claimAtOnce(Sql sql, String ready) {
        return sql.first("with ready as materialized (" + ready + ") "
                + leaseReturning(sql, "array(select id from ready)").orElseThrow());
    }

    List<Job> claim(ClaimRequest request) {
        if (request.demands().isEmpty() || request.types().isEmpty()) {
            return List.of();
        }
        List<Job> all = database.claim("claim jobs", connection -> {
            List<Job> claimed = new ArrayList<>();
            for (Demand demand : request.demands()) {
                List<Job> jobs = claim(connection, request, demand);
                jobs.sort(DEQUEUE_ORDER);
                claimed.addAll(jobs);
            }
            return claimed;
        });
        vacuum.claimed(all.size());
        return all;
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
        int losses = request.lossesBelow();
        UUID node = request.node().value();
        Position from = demand.from();
        if (claimFrom != null && from != null) {
            OffsetDateTime due = from.due().atOffset(ZoneOffset.UTC);
            @Nullable Object[] values = {queue, types, losses, queue, from.priority(), due, demand.jobs(), node};
            return Query.list(connection, claimFrom, JobRow::read, values);
        }
        if (claim != null) {
            return Query.list(connection, claim, JobRow::read, queue, types, losses, queue, demand.jobs(), node);
        }
        List<UUID> ids = ready.take(connection, demand.jobs(), queue, types, losses, queue);
        return ids.isEmpty() ? new ArrayList<>() : lease(connection, request.node(), ids);
    }

    private List<Job> lease(Connection connection, NodeId node, List<UUID> ids) throws SQLException {
        SqlArray array = SqlArray.uuids(ids);
        if (lease != null) {
            return Query.list(connection, lease, JobRow::read, node.value(), array);
        }
        SqlRows rows = SqlRows.of(array, SqlArray.of("uuid", ids, id -> node.value()));
        int leased = Query.update(connection, leaseFirst, rows);
        return leased == 0 ? List.of() : Query.list(connection, read, JobRow::read, array);
    }
}
