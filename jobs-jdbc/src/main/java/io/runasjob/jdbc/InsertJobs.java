package io.runasjob.jdbc;

import io.runasjob.jdbc.PostgresChannel.Ride;
import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobSpec;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Uniqueness;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Takes new jobs in, all or none: keys first, then the rows, a chunk at a time. Almost every job is plain: its id is new and
 * its queue has no limit. So rows are inserted under these conditions, and only what is left out is looked at.
 */
final class InsertJobs {
    private static final String FINISHED = "select id ${from _history any id uuid}";
    private static final String THERE = "select id ${from jobs any id uuid} union all " + FINISHED;

    private final Database database;
    private final Vacuum vacuum;
    private final CommitBell bell;
    private final UniqueKeys keys;
    private final QueueLimits limits;
    private final NewRows rows;
    private final LabelRows labels;
    private final String there;
    private final String finished;

    InsertJobs(Database database, Sql sql, Vacuum vacuum, CommitBell bell) {
        this.database = database;
        this.vacuum = vacuum;
        this.bell = bell;
        this.keys = new UniqueKeys(sql);
        this.limits = new QueueLimits(sql);
        this.rows = new NewRows(sql);
        this.labels = new LabelRows(sql);
        this.there = sql.render(THERE);
        this.finished = sql.first(FINISHED);
    }

    List<Admission> insert(List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        return atOnce(jobs)
                .orElseGet(
                        () -> database.user("store " + jobs.size() + " jobs", connection -> insert(connection, jobs)));
    }

    /** A plain job; empty when it is none, and then nothing is stored. */
    private Optional<List<Admission>> atOnce(List<NewJob> jobs) {
        if (!isOneStatement(jobs)) {
            return Optional.empty();
        }
        NewJob job = jobs.get(0);
        if (!isClaimed(job)) {
            Optional<Admission> stored = database.userStatement("store a job", connection -> store(connection, job));
            stored.filter(Admission::rung).ifPresent(admission -> bell.rodeAlong(job.bell()));
            return stored.map(List::of);
        }
        if (!rows.claimsAtOnce()) {
            return Optional.empty();
        }
        Map<JobId, Job> claimed = database.userStatement("store a job", connection -> claim(connection, jobs));
        return Optional.ofNullable(claimed.get(job.id())).map(leased -> List.of(new Admission(leased)));
    }

    private Optional<Admission> store(Connection connection, NewJob job) throws SQLException {
        Optional<Ride> ride = bell.ride(job.bell());
        if (ride.isPresent()) {
            try {
                return ifStored(rows.insertPlain(connection, job, ride.get()), Admission.rung(job.id()));
            } catch (SQLException e) {
                if (!Ride.isRefused(e)) {
                    throw e;
                }
            }
        }
        return ifStored(rows.insertPlain(connection, List.of(job)), new Admission(job.id(), true));
    }

    private static Optional<Admission> ifStored(int rows, Admission admission) {
        return rows == 1 ? Optional.of(admission) : Optional.empty();
    }

    private static boolean isOneStatement(List<NewJob> jobs) {
        JobSpec only = jobs.get(0).spec();
        return jobs.size() == 1
                && only.unique().isEmpty()
                && only.labels().tags().isEmpty()
                && only.labels().subjects().isEmpty();
    }

    private List<Admission> insert(Connection connection, List<NewJob> jobs) throws SQLException {
        List<Admission> admissions = admit(connection, jobs);
        List<NewJob> created = created(jobs, admissions);
        Map<JobId, Job> claimed =
                claim(connection, created.stream().filter(InsertJobs::isClaimed).toList());
        insertUnclaimed(
                connection,
                created.stream()
                        .filter(job -> !claimed.containsKey(job.id()))
                        .map(NewJob::unclaimed)
                        .toList());
        for (List<NewJob> chunk : chunks(created)) {
            labels.write(connection, chunk);
        }
        return admissions.stream().map(admission -> told(admission, claimed)).toList();
    }

    private static boolean isClaimed(NewJob job) {
        return job.start() instanceof NewJob.ClaimedBy;
    }

    /** An id that another job has is never among those claimed: that job was there before. */
    private static Admission told(Admission admission, Map<JobId, Job> claimed) {
        Job job = claimed.get(admission.id());
        return job == null || !admission.created() ? admission : new Admission(job);
    }

    /** Those of them whose node has them now. */
    private Map<JobId, Job> claim(Connection connection, List<NewJob> jobs) throws SQLException {
        Map<JobId, Job> claimed = new HashMap<>();
        for (List<NewJob> chunk : chunks(jobs)) {
            Map<JobId, Instant> leased =
                    rows.claim(connection, chunk.stream().map(NewJob::claimed).toList());
            for (NewJob job : chunk) {
                Instant since = leased.get(job.id());
                if (since != null && job.start() instanceof NewJob.ClaimedBy by) {
                    claimed.put(job.id(), job.runningOn(by.node(), since));
                }
            }
        }
        vacuum.claimed(claimed.size());
        return claimed;
    }

    private void insertUnclaimed(Connection connection, List<NewJob> jobs) throws SQLException {
        int inserted = 0;
        for (List<NewJob> chunk : chunks(jobs)) {
            inserted += rows.insertPlain(connection, chunk);
        }
        if (inserted < jobs.size()) {
            insertRest(connection, jobs, jobs.size() - inserted);
        }
    }

    /** The jobs of bounded queues, if they fit. */
    private void insertRest(Connection connection, List<NewJob> jobs, int missing) throws SQLException {
        Set<String> bounded = limits.check(connection, jobs);
        List<NewJob> rest = jobs.stream()
                .filter(job -> bounded.contains(job.spec().queue()))
                .toList();
        if (rest.size() != missing) {
            refuseFinished(connection, jobs);
            throw SqlErrors.lostRace("a queue was bounded, or ceased to be, while jobs were put into it");
        }
        for (List<NewJob> chunk : chunks(rest)) {
            rows.insertRest(connection, chunk);
        }
    }

    /** A caller that repeats an insert whose answer was lost learns that it had gone well. */
    private void refuseFinished(Connection connection, List<NewJob> jobs) throws SQLException {
        for (List<NewJob> chunk : chunks(jobs)) {
            SqlArray ids = SqlArray.of("uuid", chunk, job -> job.id().value());
            for (UUID id : Query.list(connection, finished, row -> Query.uuid(row, 1), ids)) {
                throw NewRows.notNew(id);
            }
        }
    }

    private static List<List<NewJob>> chunks(List<NewJob> jobs) {
        return Chunks.of(jobs, job -> job.spec().payload().length());
    }

    /**
     * Inserts jobs in a transaction that somebody else commits. It is told nothing that would outlive this call, and so an id
     * that a finished job has is not found out; ids are made by the library, and made once.
     */
    List<Admission> join(Connection connection, List<NewJob> jobs) throws SQLException {
        List<Admission> admissions = admit(connection, jobs);
        List<NewJob> created =
                created(jobs, admissions).stream().map(NewJob::unclaimed).toList();
        limits.check(connection, created);
        for (List<NewJob> chunk : chunks(created)) {
            rows.insert(connection, chunk);
            labels.write(connection, chunk);
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

    /** Whether this connection sees the job. */
    boolean isThere(Connection connection, JobId job) throws SQLException {
        SqlArray id = SqlArray.uuids(List.of(job.value()));
        return !Query.list(connection, there, row -> true, id, id).isEmpty();
    }
}
