package io.runasjob.jdbc;

import io.runasjob.job.JobLimits;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Labels;
import io.runasjob.job.Uniqueness;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.NewJob.After;
import io.runasjob.spi.NewJob.At;
import io.runasjob.spi.NewJob.Blocked;
import io.runasjob.spi.NewJob.RunningOn;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What travels to the database of a new job, and as what. Immutable; threads may share it.
 *
 * @param name of the value in the statement
 * @param type one that all databases know
 * @param value of a job
 */
record NewJobColumn(String name, String type, Function<NewJob, ? extends @Nullable Object> value) {

    /** What each job has for itself. */
    static final List<NewJobColumn> OWN =
            List.of(new NewJobColumn("id", "uuid", job -> job.id().value()), spec("payload", "text", JobSpec::payload));

    /** What the jobs of one call mostly share; {@code due} counts from 1970, {@code delay} from now, both in microseconds. */
    static final List<NewJobColumn> SHARED = List.of(
            spec("type", "text", JobSpec::type),
            spec("name", "text", JobSpec::name),
            spec("queue", "text", JobSpec::queue),
            spec("priority", "smallint", spec -> (short) spec.priority()),
            spec("owner", "text", JobSpec::ownerOrNull),
            spec("max_attempts", "integer", spec -> spec.limits().maxAttempts()),
            spec("timeout_nanos", "bigint", spec -> timeoutNanos(spec.limits())),
            spec("retry", "text", spec -> Json.write(spec.limits().retryOrNull(), null)),
            spec("labels", "text", spec -> Json.write(spec.labels(), Labels.NONE)),
            spec(
                    "unique_key",
                    "text",
                    spec -> spec.unique().map(Uniqueness::key).orElse(null)),
            spec("on_duplicate", "smallint", NewJobColumn::onDuplicate),
            new NewJobColumn("status", "smallint", job -> status(job.start())),
            new NewJobColumn("delay", "bigint", job -> delayMicros(job.start())),
            new NewJobColumn("due", "bigint", job -> dueMicros(job.start())),
            new NewJobColumn("node", "uuid", job -> node(job.start())));

    /** As {@link Sql} wants the columns of a table. */
    static String declared(List<NewJobColumn> columns) {
        return columns.stream().map(column -> column.name + " " + column.type).collect(Collectors.joining(", "));
    }

    /** One array for each column. */
    static List<SqlArray> arrays(List<NewJobColumn> columns, List<NewJob> jobs) {
        return columns.stream()
                .map(column -> SqlArray.of(column.type, jobs, column.value))
                .toList();
    }

    /** One value for each column. */
    static SqlRow row(List<NewJobColumn> columns, NewJob job) {
        return new SqlRow(columns.stream()
                .map(column -> new SqlRow.Value(column.type, column.value.apply(job)))
                .toList());
    }

    /** Whether the jobs share what jobs mostly share. */
    static boolean isShared(List<NewJob> jobs) {
        NewJob first = jobs.get(0);
        return jobs.stream().allMatch(job -> job.start().equals(first.start()) && alike(job.spec(), first.spec()));
    }

    private static boolean alike(JobSpec one, JobSpec other) {
        return one.type().equals(other.type())
                && one.name().equals(other.name())
                && one.queue().equals(other.queue())
                && one.priority() == other.priority()
                && one.owner().equals(other.owner())
                && one.limits().equals(other.limits())
                && one.labels().equals(other.labels())
                && one.unique().equals(other.unique());
    }

    private static NewJobColumn spec(String name, String type, Function<JobSpec, ? extends @Nullable Object> value) {
        return new NewJobColumn(name, type, job -> value.apply(job.spec()));
    }

    private static @Nullable Long timeoutNanos(JobLimits limits) {
        return limits.timeout().map(Duration::toNanos).orElse(null);
    }

    private static @Nullable Short onDuplicate(JobSpec spec) {
        return spec.unique().map(unique -> Codes.of(unique.onDuplicate())).orElse(null);
    }

    private static @Nullable Short status(NewJob.Start start) {
        if (start instanceof Blocked) {
            return Codes.of(JobStatus.BLOCKED);
        }
        return start instanceof RunningOn ? Codes.of(JobStatus.RUNNING) : null;
    }

    private static Long delayMicros(NewJob.Start start) {
        return start instanceof After after ? Micros.of(after.delay()) : 0L;
    }

    private static @Nullable Long dueMicros(NewJob.Start start) {
        return start instanceof At at ? Micros.sinceEpoch(at.time()) : null;
    }

    private static @Nullable UUID node(NewJob.Start start) {
        return start instanceof RunningOn running ? running.node().value() : null;
    }
}
