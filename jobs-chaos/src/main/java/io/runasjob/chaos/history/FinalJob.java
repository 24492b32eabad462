package io.runasjob.chaos.history;

import io.runasjob.job.Job;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Uniqueness;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as the database held it when all was over.
 *
 * @param id its id
 * @param type its type
 * @param name what the workload called it
 * @param keyOrNull its unique key
 * @param status where it ended, or waits
 * @param run what its attempts came to
 * @param maxAttempts failures after which it fails
 * @param finishedOrNull when the transaction that ended it began, in microseconds since 1970
 * @param explanation why it waits; empty when it does not
 * @param attempts its ended attempts, by number
 */
public record FinalJob(
        String id,
        String type,
        String name,
        @Nullable String keyOrNull,
        JobStatus status,
        JobRun run,
        int maxAttempts,
        @Nullable Long finishedOrNull,
        String explanation,
        List<FinalAttempt> attempts) {

    /** Copies the attempts. */
    public FinalJob {
        attempts = List.copyOf(attempts);
    }

    /** What the facade shows of a job. */
    public static FinalJob of(Job job, String explanation, List<FinalAttempt> attempts) {
        return new FinalJob(
                job.id().toString(),
                job.type(),
                job.name(),
                job.spec().unique().map(Uniqueness::key).orElse(null),
                job.status(),
                job.run(),
                job.spec().limits().maxAttempts(),
                job.times().finished().map(FinalJob::micros).orElse(null),
                explanation,
                attempts);
    }

    /** Its unique key; empty for none. */
    public Optional<String> key() {
        return Optional.ofNullable(keyOrNull);
    }

    /** When the transaction that ended it began; endless for a job that has not ended. */
    public long finished() {
        return finishedOrNull == null ? Long.MAX_VALUE : finishedOrNull;
    }

    /** The node of its last attempt; empty before the first. */
    public String lastNode() {
        return run.node().map(Object::toString).orElse("");
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
