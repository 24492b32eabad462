package io.runasjob.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of one job, live or finished. It never changes; read it again to see what happened since. Threads may share
 * it.
 *
 * @param id its identity
 * @param spec what was asked for
 * @param status where it stands
 * @param times when things happened
 * @param run what its attempts came to
 * @param progress how far it is
 * @param resultOrNull result as JSON, or null
 * @param errorOrNull why it FAILED, or why its latest attempt did while it waits for a retry; else null
 */
public record Job(
        JobId id,
        JobSpec spec,
        JobStatus status,
        JobTimes times,
        JobRun run,
        Progress progress,
        @Nullable String resultOrNull,
        @Nullable JobError errorOrNull) {

    /** Name of the job type. */
    public String type() {
        return spec.type();
    }

    /** What people call it. */
    public String name() {
        return spec.name();
    }

    /** Where it waits or waited. */
    public String queue() {
        return spec.queue();
    }

    /** 0 to 10. */
    public int priority() {
        return spec.priority();
    }

    /** Number of the latest attempt, 0 before the first. */
    public int attempt() {
        return run.attempt();
    }

    /** The result as JSON; empty before the end, after a failure, and for a handler without a result. */
    public Optional<String> result() {
        return Optional.ofNullable(resultOrNull);
    }

    /** Why it failed, or why its latest attempt did; empty when nothing failed. */
    public Optional<JobError> error() {
        return Optional.ofNullable(errorOrNull);
    }

    /** The lease of the latest attempt, current only while the job is RUNNING; empty before the first attempt. */
    public Optional<Lease> lease() {
        return run.node().map(node -> new Lease(id, run.attempt(), node));
    }
}
