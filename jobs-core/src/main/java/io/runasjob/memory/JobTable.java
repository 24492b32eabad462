package io.runasjob.memory;

import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All jobs with the indexes that the verbs need. {@link #put} is the only way to change a job. Guarded by the store's lock. */
final class JobTable {
    private static final Comparator<Job> DUE_ORDER =
            Comparator.comparing((Job job) -> job.times().due()).thenComparing(Job::id);
    private static final Comparator<Job> DEQUEUE_ORDER =
            Comparator.comparingInt(Job::priority).reversed().thenComparing(DUE_ORDER);

    private final NavigableMap<JobId, Job> jobs = new TreeMap<>();
    private final Map<String, NavigableSet<Job>> ready = new HashMap<>();
    private final NavigableSet<Job> scheduled = new TreeSet<>(DUE_ORDER);
    private final Map<JobId, Job> running = new LinkedHashMap<>();
    private final Map<String, JobId> keys = new HashMap<>();
    private final Map<JobId, List<Attempt>> attempts = new HashMap<>();

    Optional<Job> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** The job of this lease, when the lease is the current one: the one guard of every write about a running job. */
    Optional<Job> leased(Lease lease) {
        return Optional.ofNullable(running.get(lease.job()))
                .filter(job -> job.lease().filter(lease::equals).isPresent());
    }

    /** Adds a job, or replaces its snapshot, and keeps the indexes true. */
    void put(Job next) {
        unindex(jobs.put(next.id(), next));
        index(next);
    }

    void remove(JobId id) {
        unindex(jobs.remove(id));
        attempts.remove(id);
    }

    void addAttempt(JobId id, Attempt attempt) {
        attempts.computeIfAbsent(id, any -> new ArrayList<>()).add(attempt);
    }

    List<Attempt> attempts(JobId id) {
        return List.copyOf(attempts.getOrDefault(id, List.of()));
    }

    /** Jobs from the newest to the oldest, those after the cursor only. */
    Collection<Job> newestFirst(@Nullable JobId after) {
        NavigableMap<JobId, Job> older = after == null ? jobs : jobs.headMap(after, false);
        return older.descendingMap().values();
    }

    /** The PENDING jobs of a queue in dequeue order. */
    NavigableSet<Job> ready(String queue) {
        return Collections.unmodifiableNavigableSet(readyJobs(queue));
    }

    /** Whether any job is PENDING. */
    boolean isAnyReady() {
        return ready.values().stream().anyMatch(jobs -> !jobs.isEmpty());
    }

    /** Whether any job is SCHEDULED and due. */
    boolean isAnyDue(Instant now) {
        return !scheduled.isEmpty() && !scheduled.first().times().due().isAfter(now);
    }

    /** The SCHEDULED jobs, next due first. */
    NavigableSet<Job> scheduled() {
        return Collections.unmodifiableNavigableSet(scheduled);
    }

    /** The RUNNING jobs. */
    Collection<Job> running() {
        return Collections.unmodifiableCollection(running.values());
    }

    /** The unfinished job that holds a unique key. */
    Optional<JobId> holder(String key) {
        return Optional.ofNullable(keys.get(key));
    }

    private NavigableSet<Job> readyJobs(String queue) {
        return ready.computeIfAbsent(queue, any -> new TreeSet<>(DEQUEUE_ORDER));
    }

    private void index(Job job) {
        switch (job.status()) {
            case PENDING -> readyJobs(job.queue()).add(job);
            case SCHEDULED -> scheduled.add(job);
            case RUNNING -> running.put(job.id(), job);
            default -> {}
        }
        if (!job.status().isFinished()) {
            job.spec().unique().ifPresent(unique -> keys.put(unique.key(), job.id()));
        }
    }

    private void unindex(@Nullable Job job) {
        if (job == null) {
            return;
        }
        switch (job.status()) {
            case PENDING -> readyJobs(job.queue()).remove(job);
            case SCHEDULED -> scheduled.remove(job);
            case RUNNING -> running.remove(job.id());
            default -> {}
        }
        job.spec().unique().ifPresent(unique -> keys.remove(unique.key(), job.id()));
    }
}
