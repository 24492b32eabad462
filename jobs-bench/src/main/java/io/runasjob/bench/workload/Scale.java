package io.runasjob.bench.workload;

/**
 * How large the runs are: 1 is the size that a workload's name says, less makes fewer jobs and shorter times.
 *
 * @param factor more than 0
 * @param warmUpMillis the longest that a JVM is warmed up, at factor 1; 0 for one round of load, whatever it takes
 * @param sustainedMillis how long jobs are submitted and worked on together, at factor 1
 * @param fullProbes how many latencies are measured in a run, at factor 1
 */
public record Scale(double factor, long warmUpMillis, long sustainedMillis, int fullProbes) {
    private static final double COUNTING_FACTOR = 0.1;

    /** For what does not depend on how many jobs there are, nor on how fast they are. */
    public Scale forCounting() {
        return new Scale(factor * COUNTING_FACTOR, 0, sustainedMillis, fullProbes);
    }

    /** So many jobs, scaled, at least 20. */
    public int jobs(long full) {
        return (int) Math.max(Math.min(full, 20), Math.round(full * factor));
    }

    /** So many milliseconds, scaled, at least 200. */
    public long millis(long full) {
        return Math.max(200, Math.round(full * factor));
    }

    /** After how many milliseconds of load no further round of a warm-up begins. */
    long warmUp() {
        return warmUpMillis == 0 ? 0 : millis(warmUpMillis);
    }

    /** How many milliseconds jobs are submitted and worked on together. */
    long sustained() {
        return millis(sustainedMillis);
    }

    /** How many latencies are measured in a run. */
    int probes() {
        return jobs(fullProbes);
    }
}
