package io.runasjob.bench.report;

import io.runasjob.bench.workload.Sample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * All runs of one workload by one system.
 *
 * @param workload its name
 * @param system its label
 * @param unit of the values
 * @param samples the timed runs
 * @param counts of the counting run
 */
public record Measured(String workload, String system, String unit, List<Sample> samples, Map<String, Double> counts) {

    static boolean isCount(String detail) {
        return detail.startsWith("statements");
    }

    /** The smallest value. */
    public double min() {
        return values().min().orElseThrow();
    }

    /** The largest value. */
    public double max() {
        return values().max().orElseThrow();
    }

    /** The value in the middle. */
    public double median() {
        return median(values());
    }

    private DoubleStream values() {
        return samples.stream().mapToDouble(Sample::value);
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** How many jobs each run measured; where the time is given and not the number, those of the first. */
    public long jobs() {
        return samples.get(0).jobs();
    }

    /** The median of one detail; not a number when it was not measured. */
    double detail(String name) {
        return details().getOrDefault(name, Double.NaN);
    }

    /** The medians of what else was measured, by name, and the counts. */
    public Map<String, Double> details() {
        Map<String, Double> details = new TreeMap<>(counts);
        for (String name : samples.get(0).details().keySet()) {
            details.put(
                    name,
                    median(samples.stream()
                            .filter(sample -> sample.details().containsKey(name))
                            .mapToDouble(sample -> sample.details().get(name))));
        }
        return details;
    }
}
