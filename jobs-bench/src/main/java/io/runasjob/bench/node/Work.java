package io.runasjob.bench.node;

import java.util.ArrayList;
import java.util.List;

/**
 * What every job of the benchmark carries: its number, by which delivery is checked, and as many letters as its payload is
 * to be large.
 *
 * @param number of the job within its run
 * @param filler letters
 */
public record Work(long number, String filler) {
    /** What JSON adds to the filler: names, quotes, and a number of seven digits. */
    private static final int FRAME = 31;

    /** Jobs with the numbers {@code base} to {@code base + count - 1} and a payload of about {@code bytes} each. */
    public static List<Work> list(long base, int count, int bytes) {
        String filler = "x".repeat(Math.max(0, bytes - FRAME));
        List<Work> works = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            works.add(new Work(base + i, filler));
        }
        return works;
    }
}
