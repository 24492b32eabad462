package io.runasjob.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The drawings of a run, by file name; only those for which there is something to draw. */
final class Plots {
    private Plots() {}

    static Map<String, String> of(Results results) {
        Map<String, String> plots = new LinkedHashMap<>();
        if (results.all().stream().anyMatch(entry -> entry.unit().equals("jobs/s"))) {
            plots.put("throughput.svg", BarPlot.of(results, "jobs/s", "Jobs per second, medians, logarithmic"));
        }
        results.all().stream()
                .filter(entry -> entry.details().containsKey("p50"))
                .map(Measured::workload)
                .distinct()
                .forEach(workload -> plots.put(workload + ".svg", LatencyPlot.of(results, workload)));
        for (String kind : List.of("backlog", "history")) {
            if (LoadPlot.entries(results, kind).size() > 1) {
                plots.put(kind + ".svg", LoadPlot.of(results, kind));
            }
        }
        return plots;
    }
}
