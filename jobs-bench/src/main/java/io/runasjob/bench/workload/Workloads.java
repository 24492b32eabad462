package io.runasjob.bench.workload;

import java.util.List;

/** The workloads by name. */
public final class Workloads {
    private static final List<Workload> ALL = List.of(
            new Single(1),
            new Single(8),
            new Bulk(100),
            new Bulk(1_000),
            new Bulk(10_000),
            new Drain(20_000),
            new Drain(200_000),
            new Sustained(),
            new LatencyIdle(false),
            new LatencyIdle(true));

    private static final List<String> DEFAULT = List.of(
            "single-1", "single-8", "bulk-1000", "drain-20000", "sustained", "latency-idle", "latency-idle-other-jvm");

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
