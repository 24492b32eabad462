package io.runasjob.worker;

import io.runasjob.bench.jmh.NullStore;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobTimes;
import io.runasjob.job.JobType;
import io.runasjob.job.NodeId;
import io.runasjob.job.Progress;
import io.runasjob.loop.Outage;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a node does for the end of a job, from the return of its handler to the call of the store and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FinisherBenchmark {
    private static final int JOBS = 1_000;
    private static final NodeId NODE = NodeId.random();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JobStore store = NullStore.create();
    private final HeldAttempts held = new HeldAttempts(attempt -> {}, (attempt, transaction, result) -> {});
    private final Outage outage = new Outage(NODE::toString, failure -> false);
    private final Finisher finisher = new Finisher(store, held, new ProgressWriter(store, outage), outage);
    private List<Job> jobs = List.of();

    /** Its thread. */
    @Setup
    public void start() {
        finisher.start();
    }

    /** Jobs that are claimed, anew for each invocation. */
    @Setup(Level.Invocation)
    public void claim() {
        jobs = Stream.generate(FinisherBenchmark::leased).limit(JOBS).toList();
    }

    /** Ends its thread. */
    @TearDown
    public void stop() {
        finisher.stop(PATIENCE);
    }

    /** A thousand ends at once, each of a job that was held before. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public void finish() throws InterruptedException {
        for (Job job : jobs) {
            HeldAttempt attempt = held.hold(job);
            finisher.finish(attempt, new AttemptEnd.Completed(attempt.lease(), null));
        }
        if (!held.awaitEmpty(PATIENCE.toMillis())) {
            throw new IllegalStateException("The finisher is stuck");
        }
    }

    private static Job leased() {
        JobType type = JobType.of("bench.work", String.class, (word, context) -> word);
        return new Job(
                new JobId(UUID.randomUUID()),
                JobRequest.ofType("bench.work", "x").spec(type, "[\"x\"]"),
                JobStatus.RUNNING,
                new JobTimes(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null),
                new JobRun(1, 0, 0, NODE, false),
                Progress.NONE,
                null,
                null);
    }
}
