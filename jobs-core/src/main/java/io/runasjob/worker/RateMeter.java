package io.runasjob.worker;

/**
 * How many jobs a lane starts each millisecond: an average over windows of 20 ms, each as heavy as all before it together.
 * Not for use by several threads.
 */
final class RateMeter {
    private static final long WINDOW_NANOS = 20_000_000L;

    private long windowStart = Long.MIN_VALUE;
    private int inWindow;
    private double perMilli;

    void count(long nowNanos) {
        if (windowStart == Long.MIN_VALUE) {
            windowStart = nowNanos;
        }
        inWindow++;
    }

    double perMilli(long nowNanos) {
        if (windowStart == Long.MIN_VALUE) {
            return 0;
        }
        long elapsed = nowNanos - windowStart;
        if (elapsed >= WINDOW_NANOS) {
            double now = inWindow * 1e6 / elapsed;
            perMilli = elapsed > 10 * WINDOW_NANOS ? now : (perMilli + now) / 2;
            windowStart = nowNanos;
            inWindow = 0;
        }
        return perMilli;
    }
}
