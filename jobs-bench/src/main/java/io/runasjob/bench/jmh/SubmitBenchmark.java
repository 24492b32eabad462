package io.runasjob.bench.jmh;

import io.runasjob.bench.node.Work;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.PayloadCodec;
import io.runasjob.submit.Arguments;
import io.runasjob.submit.JobIds;
import io.runasjob.submit.Submitter;
import java.lang.reflect.Type;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a request to the call of the store: find the type, encode, check, give an id. And the encoding alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SubmitBenchmark {
    private static final String TYPE = "bench.work";
    private static final int PAYLOAD_LIMIT = 256 << 10;

    private final JobType type = JobType.of(TYPE, Work.class, (work, context) -> null);
    private final PayloadCodec codec = PayloadCodec.json();
    private final Work work = Work.list(1_000_000, 1, 200).get(0);
    private final Object[] arguments = {work};
    private final Type[] types = {Work.class};
    private final JobStore store = NullStore.create();
    private final Submitter submitter = new Submitter(
            store,
            store,
            new JobTypes(List.of(type)),
            new Arguments(codec, PAYLOAD_LIMIT),
            new JobIds(InstantSource.system()),
            name -> Optional.empty());

    /** One request to the door of the store. */
    @Benchmark
    public List<Admission> submit() {
        return submitter.submit(List.of(JobRequest.<Void>ofType(TYPE, work)));
    }

    /** The arguments of one job as JSON. */
    @Benchmark
    public String encode() {
        return codec.encodeAll(arguments.clone(), types.clone());
    }
}
