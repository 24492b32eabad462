package io.runasjob.worker;

/**
 * How many jobs a lane gets through each millisecond: an average over windows of 20 ms, each as heavy as all before it together.
 * After a rest the rate is zero until more than two jobs for each worker have ended within 200 ms, so that some of them began
 * in that time too: a lane of short jobs gets there in a few milliseconds, one of long jobs never, even when its jobs end all
 * at once. Not for use by several threads.
 */
final class RateMeter {
    private static final long FIRST_WINDOW_NANOS = 2_000_000L;
    private static final long WINDOW_NANOS = 20_000_000L;
    private static final long REST_NANOS = 200_000_000L;

    private final int workers;
    private long windowStart = Long.MIN_VALUE;
    private int inWindow;
    private double perMilli;
    private boolean known;

    RateMeter(int workers) {
        this.workers = workers;
    }

    /** A job has ended. */
    void count(long nowNanos) {
        if (windowStart == Long.MIN_VALUE || nowNanos - windowStart > REST_NANOS) {
            startWindow(nowNanos);
            known = false;
            perMilli = 0;
        }
        inWindow++;
    }

    double perMilli(long nowNanos) {
        if (windowStart == Long.MIN_VALUE) {
            return 0;
        }
        long elapsed = nowNanos - windowStart;
        if (elapsed > REST_NANOS) {
            return 0;
        }
        if (known ? elapsed >= WINDOW_NANOS : elapsed >= FIRST_WINDOW_NANOS && inWindow > 2 * workers) {
            double now = inWindow * 1e6 / elapsed;
            perMilli = known ? (perMilli + now) / 2 : now;
            known = true;
            startWindow(nowNanos);
        }
        return perMilli;
    }

    private void startWindow(long nowNanos) {
        windowStart = nowNanos;
        inWindow = 0;
    }
}
