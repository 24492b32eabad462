package io.runasjob.jdbc;

import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Uniqueness;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Takes new jobs in, all or none: keys first, then the limits of the queues, then the rows, a chunk at a time. */
final class InsertJobs {
    /**
     * A subquery for each id, since PostgreSQL would join by reading the whole history: two looks at an index cost the same
     * however long it is.
     */
    private static final String KNOWN = """
            select e.id from ${rows id uuid}
            where (select j.id from ${jobs} j where j.id = e.id) is not null
               or (select h.id from ${_history} h where h.id = e.id) is not null""";

    private final Database database;
    private final UniqueKeys keys;
    private final QueueLimits limits;
    private final NewRows rows;
    private final String known;
    private final String there;

    InsertJobs(Database database, Sql sql) {
        this.database = database;
        this.keys = new UniqueKeys(sql);
        this.limits = new QueueLimits(sql);
        this.rows = new NewRows(sql);
        this.known = sql.first(KNOWN);
        this.there = sql.render(KNOWN);
    }

    List<Admission> insert(List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        return database.user("store " + jobs.size() + " jobs", connection -> {
            refuseKnown(connection, jobs);
            return insert(connection, jobs);
        });
    }

    /** Inserts jobs that are not known, as part of a transaction that somebody else may commit. */
    List<Admission> insert(Connection connection, List<NewJob> jobs) throws SQLException {
        List<Admission> admissions = admit(connection, jobs);
        List<NewJob> created = created(jobs, admissions);
        limits.check(connection, created);
        for (List<NewJob> chunk : Chunks.of(created, job -> job.spec().payload().length())) {
            rows.write(connection, chunk);
        }
        return admissions;
    }

    private List<Admission> admit(Connection connection, List<NewJob> jobs) throws SQLException {
        Map<String, UUID> holders = keys.take(connection, firstOfEachKey(jobs));
        List<Admission> admissions = new ArrayList<>(jobs.size());
        Set<JobId> holding = new HashSet<>();
        for (NewJob job : jobs) {
            Uniqueness unique = job.spec().uniqueOrNull();
            UUID holder = unique == null ? null : holders.get(unique.key());
            if (unique == null || holder == null || (holder.equals(job.id().value()) && holding.add(job.id()))) {
                admissions.add(new Admission(job.id(), true));
            } else if (unique.onDuplicate() == OnDuplicate.REFUSE) {
                throw new DuplicateJobException(unique.key(), new JobId(holder));
            } else {
                admissions.add(new Admission(new JobId(holder), false));
            }
        }
        return admissions;
    }

    private static Map<String, UUID> firstOfEachKey(List<NewJob> jobs) {
        Map<String, UUID> wanted = new LinkedHashMap<>();
        for (NewJob job : jobs) {
            job.spec()
                    .unique()
                    .ifPresent(
                            unique -> wanted.putIfAbsent(unique.key(), job.id().value()));
        }
        return wanted;
    }

    private static List<NewJob> created(List<NewJob> jobs, List<Admission> admissions) {
        List<NewJob> created = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            if (admissions.get(i).created()) {
                created.add(jobs.get(i));
            }
        }
        return created;
    }

    /**
     * A caller that repeats an insert whose answer was lost learns that it had gone well. Where the planner has to be told how
     * to look, that holds until the transaction ends or is rolled back to a savepoint before this call.
     */
    void refuseKnown(Connection connection, List<NewJob> jobs) throws SQLException {
        Set<UUID> ids = new LinkedHashSet<>();
        for (NewJob job : jobs) {
            if (!ids.add(job.id().value())) {
                throw notNew(job.id().value());
            }
        }
        for (List<UUID> chunk : Chunks.of(List.copyOf(ids), id -> 0)) {
            refuseKnown(connection, SqlRows.of(SqlArray.uuids(chunk)));
        }
    }

    private void refuseKnown(Connection connection, SqlRows ids) throws SQLException {
        List<UUID> old = Query.list(connection, known, row -> Query.uuid(row, 1), ids);
        if (!old.isEmpty()) {
            throw notNew(old.get(0));
        }
    }

    /** Whether this connection sees the job. */
    boolean isThere(Connection connection, JobId job) throws SQLException {
        SqlRows id = SqlRows.of(SqlArray.uuids(List.of(job.value())));
        return !Query.list(connection, there, row -> true, id).isEmpty();
    }

    private static InvalidValueException notNew(UUID id) {
        return new InvalidValueException(Field.ID, id, "an id that no other job has", null);
    }
}
