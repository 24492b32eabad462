package io.runasjob.bench;

import io.runasjob.bench.system.JobSystems;
import io.runasjob.bench.workload.Scale;
import io.runasjob.bench.workload.Workload;
import io.runasjob.bench.workload.Workloads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What to measure. Read from properties that begin with {@code bench.}; those that are missing or empty have defaults.
 *
 * @param engine name of the database
 * @param systems to compare
 * @param workloads to run
 * @param repetitions of each, 1 or more
 * @param scale how large
 * @param nodes where and how they run
 * @param extent what else is done
 */
record Options(
        String engine,
        List<JobSystems> systems,
        List<Workload> workloads,
        int repetitions,
        Scale scale,
        Nodes nodes,
        Extent extent) {

    /**
     * What is done beside the timed runs.
     *
     * @param counting whether statements are counted, in runs of their own
     * @param documents where the page is written too; empty for nowhere
     */
    record Extent(boolean counting, Optional<Path> documents) {}

    /**
     * Where and how nodes run.
     *
     * @param jvm options for their JVMs
     * @param output folder for what is written
     */
    record Nodes(List<String> jvm, Path output) {}

    static Options of(Properties properties) {
        Values values = new Values(properties);
        double factor = Double.parseDouble(values.get("scale", "1"));
        Scale scale = new Scale(
                factor,
                1_000 * Long.parseLong(values.get("warmup", "4")),
                1_000 * Long.parseLong(values.get("sustained", "2")),
                Integer.parseInt(values.get("probes", "12")));
        return new Options(
                values.get("engine", "postgresql"),
                systems(values.get("systems", "all")),
                Workloads.chosen(values.get("workloads", "default")),
                Integer.parseInt(values.get("repetitions", "3")),
                scale,
                new Nodes(jvm(values), Path.of(values.get("output", "target"))),
                extent(values));
    }

    /** What a reader of the results must know. */
    Map<String, String> described() {
        return Map.of(
                "repetitions",
                Integer.toString(repetitions),
                "scale",
                Double.toString(scale.factor()),
                "warm-up seconds, at most",
                Long.toString(scale.warmUpMillis() / 1_000),
                "sustained seconds",
                Long.toString(scale.sustainedMillis() / 1_000),
                "latencies in a run",
                Integer.toString(scale.fullProbes()),
                "JVM options of the nodes",
                String.join(" ", nodes.jvm()));
    }

    private static Extent extent(Values values) {
        boolean publish = Boolean.parseBoolean(values.get("publish", "false"));
        return new Extent(
                Boolean.parseBoolean(values.get("counting", "true")),
                publish ? Optional.of(Path.of(values.get("docs", "docs"))) : Optional.empty());
    }

    private static List<JobSystems> systems(String names) {
        return names.equals("all")
                ? List.of(JobSystems.values())
                : Arrays.stream(names.split(",", -1))
                        .map(name -> JobSystems.labelled(name.trim()))
                        .toList();
    }

    private static List<String> jvm(Values values) {
        List<String> options = new ArrayList<>(List.of("-Xms256m", "-Xmx1g"));
        String more = values.get("jvm", "");
        if (!more.isEmpty()) {
            options.addAll(List.of(more.split(" ", -1)));
        }
        return options;
    }

    private record Values(Properties properties) {
        String get(String name, String fallback) {
            String given = properties.getProperty("bench." + name, "").trim();
            return given.isEmpty() ? fallback : given;
        }
    }
}
