package io.runasjob.bench;

import io.runasjob.bench.engine.Engine;
import io.runasjob.bench.engine.Engines;
import io.runasjob.bench.report.Report;
import io.runasjob.bench.report.Results;
import io.runasjob.bench.system.JobSystems;
import io.runasjob.bench.workload.Sample;
import io.runasjob.bench.workload.Scale;
import io.runasjob.bench.workload.Session;
import io.runasjob.bench.workload.UndeliveredException;
import io.runasjob.bench.workload.Workload;
import io.runasjob.bench.workload.Workload.Counting;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Runs the benchmark: {@code mvn -Pbench}. See {@link Options} for what can be chosen. */
public final class Benchmark {
    private final Options options;
    private final Results results;

    private Benchmark(Options options) {
        this.options = options;
        this.results = new Results();
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        Results results = run(Options.of(System.getProperties()));
        if (results.undelivered() > 0) {
            System.exit(1);
        }
    }

    /** Measures, prints and writes. */
    static Results run(Options options) throws Exception {
        Benchmark benchmark = new Benchmark(options);
        long begin = System.nanoTime();
        try (Engine engine = Engines.start(options.engine(), options.nodes().output())) {
            engine.settings().forEach((name, value) -> System.out.printf("%-20s %s%n", name, value));
            benchmark.results.settings(engine.name(), engine.settings());
            benchmark.results.chosen(options.described());
            benchmark.results.chosen(Map.of("load of the machine before", load()));
            benchmark.measure(engine);
        }
        benchmark.results.took(Duration.ofNanos(System.nanoTime() - begin));
        Report.write(benchmark.results, options.nodes().output());
        if (options.extent().documents().isPresent()) {
            Report.page(benchmark.results, options.extent().documents().get());
        }
        return benchmark.results;
    }

    /** Numbers of a busy machine say little: the reader shall see it. */
    private static String load() {
        return "%.1f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void measure(Engine engine) throws Exception {
        for (int round = 1; round <= options.repetitions(); round++) {
            for (Workload workload : options.workloads()) {
                for (JobSystems system : inTurn(round)) {
                    runOnce(engine, workload, system, options.scale(), OptionalInt.of(round));
                }
            }
        }
        if (options.extent().counting()) {
            countAll(engine);
        }
    }

    /** Each round begins with another system: whoever comes first has the disk still busy with the workload before. */
    private List<JobSystems> inTurn(int round) {
        List<JobSystems> systems = new ArrayList<>(options.systems());
        Collections.rotate(systems, round - 1);
        return systems;
    }

    private void countAll(Engine engine) throws Exception {
        for (Workload workload : options.workloads()) {
            for (JobSystems system : options.systems()) {
                count(engine, workload, system);
            }
        }
    }

    private void count(Engine engine, Workload workload, JobSystems system) throws Exception {
        if (workload.counting() == Counting.APART) {
            runOnce(engine, workload, system, options.scale().forCounting(), OptionalInt.empty());
        }
    }

    /** @param round empty for a counting run */
    private void runOnce(Engine engine, Workload workload, JobSystems system, Scale scale, OptionalInt round)
            throws Exception {
        boolean possible = system.runsEverywhere() || engine.name().equals("postgresql");
        if (!possible || !workload.suits(system, engine.name())) {
            return;
        }
        engine.countStatements(round.isEmpty() || workload.counting() == Counting.ALWAYS);
        long begin = System.nanoTime();
        try (Session session =
                new Session(engine, system, scale, options.nodes().jvm())) {
            Sample sample = workload.run(session);
            System.out.printf(
                    "%-24s %-14s %,12.2f %s (%d jobs, run of %.1f s)%n",
                    workload.name(),
                    system.label(),
                    sample.value(),
                    workload.unit(),
                    sample.jobs(),
                    (System.nanoTime() - begin) / 1e9);
            round.ifPresentOrElse(
                    number -> results.add(workload, system, number, sample),
                    () -> results.count(workload, system, sample));
            results.tuning(system, session.tuning());
        } catch (UndeliveredException | IllegalStateException e) {
            System.out.printf("%-24s %-14s does not count: %s%n", workload.name(), system.label(), e.getMessage());
            results.undelivered(workload, system);
        }
    }
}
