package io.runasjob.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What a handler sees of its own job while it runs. Take it as the last parameter of a handler method, or by {@link
 * #current()}. Safe for use by the threads that a handler starts itself.
 */
public interface JobContext {

    /**
     * The context of the job that runs on this thread.
     *
     * @throws IllegalStateException when no job runs on this thread
     */
    static JobContext current() {
        return CurrentJob.get()
                .orElseThrow(() -> new IllegalStateException("No job runs on thread '"
                        + Thread.currentThread().getName()
                        + "'. Call JobContext.current() on the thread that runs the handler and pass the context on."));
    }

    /** The job as it was when this attempt began. */
    Job job();

    /** The job's id. */
    default JobId id() {
        return job().id();
    }

    /** Name of the job type. */
    default String type() {
        return job().type();
    }

    /** Number of this attempt, from 1. */
    default int attempt() {
        return job().attempt();
    }

    /** The user that the job belongs to; empty for none. */
    default Optional<String> owner() {
        return job().spec().owner();
    }

    /** Whether the attempt should stop: the job was cancelled, timed out, or its node stops or lost its lease. */
    boolean isCancelled();

    /** Throws {@link JobCancelledException} when {@link #isCancelled()}; let it pass. */
    void throwIfCancelled();

    /** Where to say how far the job is. */
    ProgressReporter progress();

    /** The job's log. */
    JobLog log();

    /**
     * Ends this attempt to run the job again later, without spending one: {@code throw job.snooze(Duration.ofMinutes(5))}.
     *
     * @param delay zero to ten years
     * @return what to throw
     */
    default SnoozeException snooze(Duration delay) {
        return new SnoozeException(delay);
    }
}
