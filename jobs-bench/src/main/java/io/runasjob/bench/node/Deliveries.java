package io.runasjob.bench.node;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs were run in this JVM, how often, and when they started. One for the JVM, because some systems make their handlers
 * themselves and have no way to hand them anything. Safe for use by many threads.
 */
public final class Deliveries {
    private static volatile Deliveries current = new Deliveries(0, 0, false);

    private final long base;
    private final int capacity;
    private final AtomicLongArray seen;
    private final @Nullable AtomicLongArray starts;
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong strangers = new AtomicLong();
    private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);

    private Deliveries(long base, int capacity, boolean times) {
        this.base = base;
        this.capacity = capacity;
        this.seen = new AtomicLongArray(capacity / Long.SIZE + 1);
        this.starts = times ? new AtomicLongArray(capacity) : null;
    }

    /** Forgets all and expects the jobs from {@code base} on; keeps the time of each start when asked to. */
    static void reset(long base, int capacity, boolean times) {
        current = new Deliveries(base, capacity, times);
    }

    static Deliveries current() {
        return current;
    }

    /** What every handler does, and all that it does. */
    public static void done(long number) {
        current.note(number, System.nanoTime());
    }

    private void note(long number, long now) {
        long index = number - base;
        if (index < 0 || index >= capacity) {
            strangers.incrementAndGet();
            return;
        }
        if (first.get() == Long.MAX_VALUE) {
            first.compareAndSet(Long.MAX_VALUE, now);
        }
        int at = (int) index;
        seen.getAndAccumulate(at / Long.SIZE, 1L << at, (old, bit) -> old | bit);
        if (starts != null) {
            starts.compareAndSet(at, 0, now);
        }
        runs.incrementAndGet();
    }

    /** How many times a handler ran, repetitions included. */
    long runs() {
        return runs.get();
    }

    /** Everything, for the controller: {@code seen} is a set of bits in Base64. */
    Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("runs", runs.get());
        report.put("strangers", strangers.get());
        report.put("first", first.get());
        report.put("seen", Base64.getEncoder().encodeToString(bits().toByteArray()));
        if (starts != null) {
            report.put("starts", longs(starts));
        }
        return report;
    }

    private BitSet bits() {
        return BitSet.valueOf(longArray(seen));
    }

    private static String longs(AtomicLongArray values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length() * Long.BYTES);
        bytes.asLongBuffer().put(longArray(values));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static long[] longArray(AtomicLongArray values) {
        long[] array = new long[values.length()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
