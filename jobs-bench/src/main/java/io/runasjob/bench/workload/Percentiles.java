package io.runasjob.bench.workload;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The distribution of some times, in milliseconds. */
final class Percentiles {
    private static final double MILLI = 1e6;

    private final long[] sorted;

    Percentiles(long[] nanos) {
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    /** The time that so many percent do not exceed. */
    double at(double percent) {
        int index = (int) Math.ceil(sorted.length * percent / 100) - 1;
        return sorted[Math.max(0, index)] / MILLI;
    }

    /** The usual ones, by name. */
    Map<String, Double> named() {
        Map<String, Double> named = new HashMap<>();
        for (int percent : new int[] {10, 25, 50, 75, 90, 95, 99}) {
            named.put("p" + percent, at(percent));
        }
        named.put("p100", at(100));
        return named;
    }
}
