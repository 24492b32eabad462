package io.runasjob.bench.workload;

import java.util.Map;

/**
 * What one run measured.
 *
 * @param value in the unit of its workload
 * @param jobs how many jobs were measured
 * @param details what else was measured, by name
 */
public record Sample(double value, long jobs, Map<String, Double> details) {
    /** Copies the map. */
    public Sample {
        details = Map.copyOf(details);
    }
}
