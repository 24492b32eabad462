package io.runasjob.bench.workload;

import java.util.List;

/** The workloads by name. */
public final class Workloads {
    private static final List<Workload> ALL = List.of(
            new Single(1, false),
            new Single(8, false),
            new Single(8, true),
            new Bulk(100),
            new Bulk(1_000),
            new Bulk(10_000),
            Drain.ofReady(20_000),
            Drain.ofReady(200_000),
            new Sustained(),
            new LatencyIdle(false),
            new LatencyIdle(true),
            new LatencyHalf(),
            new Idle(),
            new Backlog(10_000),
            new Backlog(100_000),
            new Backlog(1_000_000),
            Drain.withHistory(0),
            Drain.withHistory(1_000_000),
            Drain.withHistory(5_000_000),
            new OpenTransaction(),
            new ManyNodes(1),
            new ManyNodes(2),
            new ManyNodes(4),
            Drain.withPayload(2_048, 20_000),
            Drain.withPayload(65_536, 2_000),
            new Due());

    private static final List<String> DEFAULT = List.of(
            "single-8",
            "single-8-together",
            "bulk-1000",
            "drain-20000",
            "sustained",
            "latency-idle",
            "latency-idle-other-jvm");

    private Workloads() {}

    /** {@code all}, {@code default}, or names with commas between them. */
    public static List<Workload> chosen(String option) {
        return switch (option) {
            case "all" -> ALL;
            case "default" -> named(DEFAULT);
            default -> named(List.of(option.split(",", -1)));
        };
    }

    private static List<Workload> named(List<String> names) {
        return names.stream().map(name -> named(name.trim())).toList();
    }

    private static Workload named(String name) {
        return ALL.stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No workload '" + name + "'; there are "
                        + ALL.stream().map(Workload::name).toList()));
    }
}
