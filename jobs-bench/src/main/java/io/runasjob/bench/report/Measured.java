package io.runasjob.bench.report;

import io.runasjob.bench.workload.Sample;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * All runs of one workload by one system.
 *
 * @param workload its name
 * @param system its label
 * @param unit of the values
 * @param samples the timed runs, by the round in which they were made
 * @param counts of the counting run
 */
public record Measured(
        String workload,
        String system,
        String unit,
        NavigableMap<Integer, Sample> samples,
        Map<String, Double> counts) {

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
        return samples.values().stream().mapToDouble(Sample::value);
    }

    /**
     * How this compares with another: the median of the ratios of runs of the same round, which were made one after the other.
     * A machine that was twice as fast in one round as in the next changes medians, but not these ratios. Empty when no round
     * has both.
     */
    OptionalDouble against(Measured other, ToDoubleFunction<Sample> value) {
        double[] ratios = samples.keySet().stream()
                .filter(other.samples::containsKey)
                .mapToDouble(round ->
                        value.applyAsDouble(samples.get(round)) / value.applyAsDouble(other.samples.get(round)))
                .toArray();
        return ratios.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(median(DoubleStream.of(ratios)));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** How many jobs each run measured; where the time is given and not the number, those of the first. */
    public long jobs() {
        return first().jobs();
    }

    private Sample first() {
        return samples.values().iterator().next();
    }

    /** The median of one detail; not a number when it was not measured. */
    double detail(String name) {
        return details().getOrDefault(name, Double.NaN);
    }

    /** The medians of what else was measured, by name, and the counts. */
    public Map<String, Double> details() {
        Map<String, Double> details = new TreeMap<>(counts);
        for (String name : first().details().keySet()) {
            details.put(
                    name,
                    median(samples.values().stream()
                            .filter(sample -> sample.details().containsKey(name))
                            .mapToDouble(sample -> sample.details().get(name))));
        }
        return details;
    }
}
