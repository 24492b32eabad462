package io.runasjob.chaos;

import java.util.List;
import java.util.Locale;

/** Some durations in microseconds, as numbers for people. */
record Times(List<Long> micros) {
    Times {
        micros = micros.stream().sorted().toList();
    }

    String words() {
        return micros.isEmpty()
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "p50 %.1f s, p99 %.1f s, longest %.1f s (%d)",
                        seconds(50),
                        seconds(99),
                        seconds(100),
                        micros.size());
    }

    /** The smallest value that so many percent do not exceed. */
    double seconds(int percent) {
        int rank = (micros.size() * percent + 99) / 100;
        return micros.get(Math.max(1, rank) - 1) / 1e6;
    }
}
