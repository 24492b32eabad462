package io.runasjob.jdbc;

import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Lets waiting jobs wait anew, or makes them ready. */
final class RescheduleJobs {
    /** Waiting jobs that stay in their status get the new time, so its own status stands beside its sources. */
    private static final String LOCK = """
            select id ${from jobs any id uuid} and (status in ${BLOCKED->SCHEDULED|PENDING} or status = ${SCHEDULED}
              or status in ${PENDING->SCHEDULED})
            order by id
            for update""";

    private final Database database;
    private final String lock;
    private final String move;

    RescheduleJobs(Database database, Sql sql) {
        this.database = database;
        this.lock = sql.first(LOCK);
        this.move = sql.grammar()
                .updateFrom(
                        sql.table(""),
                        sql.render("status = e.to_status, run_at = ${after now, e.delay}"),
                        sql.render("${rows id uuid, to_status smallint, delay bigint}"),
                        sql.render("${key j.id is e.id}"));
    }

    Map<JobId, Boolean> reschedule(Collection<JobId> jobs, Duration delay) {
        List<UUID> ids = jobs.stream().map(JobId::value).toList();
        JobStatus status = delay.isZero() ? JobStatus.PENDING : JobStatus.SCHEDULED;
        return database.user("reschedule jobs", connection -> {
            Set<UUID> waiting =
                    new HashSet<>(Query.list(connection, lock, row -> Query.uuid(row, 1), SqlArray.uuids(ids)));
            if (!waiting.isEmpty()) {
                Query.update(
                        connection,
                        move,
                        SqlRows.of(
                                SqlArray.uuids(waiting),
                                SqlArray.of("smallint", waiting, id -> Codes.of(status)),
                                SqlArray.of("bigint", waiting, id -> Micros.of(delay))));
            }
            Map<JobId, Boolean> answers = new LinkedHashMap<>();
            jobs.forEach(job -> answers.put(job, waiting.contains(job.value())));
            return answers;
        });
    }
}
