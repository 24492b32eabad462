package io.runasjob.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results as {@code bench.json}: {@code machine}, {@code settings}, {@code results}, {@code goals}. */
final class BenchJson {
    private BenchJson() {}

    static String of(Results results) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("machine", Machine.described());
        root.put("settings", settings(results));
        root.put(
                "results",
                results.all().stream().map(entry -> entry(results, entry)).toList());
        root.put("goals", Goals.of(results));
        root.put("undelivered", results.undeliveredRuns());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root);
    }

    private static Map<String, Object> settings(Results results) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(results.engine(), results.settings());
        settings.put("chosen", results.chosen());
        settings.put("systems", results.tunings());
        settings.put("seconds", results.took().toSeconds());
        return settings;
    }

    private static Map<String, Object> entry(Results results, Measured measured) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("workload", measured.workload());
        entry.put("engine", results.engine());
        entry.put("system", measured.system());
        entry.put("unit", measured.unit());
        entry.put("min", measured.min());
        entry.put("median", measured.median());
        entry.put("max", measured.max());
        entry.put("jobs", measured.jobs());
        entry.put(
                "runs",
                List.copyOf(measured.samples().values().stream()
                        .map(sample -> sample.value())
                        .toList()));
        entry.putAll(measured.details());
        return entry;
    }
}
