package io.runasjob.bench.workload;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of load before anything is measured, until every JVM is warm: all compilers together work for less than {@value
 * #WARM_PERCENT} % of a round, on each processor that they could have. At least two rounds, since the first begins cold; none
 * begins after {@link Scale#warmUp()}, or {@value #LONGER} times that where the JVMs are more than the processors, however cold
 * they still are.
 */
final class WarmUp {
    private static final int WARM_PERCENT = 10;
    private static final int LONGER = 8;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Session session;

    WarmUp(Session session) {
        this.session = session;
    }

    /** A second of load, or some. */
    @FunctionalInterface
    interface Round {
        /**
         * Loads the nodes.
         *
         * @param number from 0 on
         */
        void run(int number) throws IOException;
    }

    void run(Round round) throws IOException {
        long begin = System.nanoTime();
        boolean warm = false;
        for (int number = 0; number < 2 || (!warm && System.nanoTime() - begin < longestNanos()); number++) {
            warm = isWarmAfter(round, number);
        }
    }

    private long longestNanos() {
        long millis = session.scale().warmUp();
        return TimeUnit.MILLISECONDS.toNanos(session.nodes().size() > PROCESSORS ? LONGER * millis : millis);
    }

    /** All nodes together, since they warm up side by side. */
    private boolean isWarmAfter(Round round, int number) throws IOException {
        double compiled = session.compiledMillis();
        long begin = System.nanoTime();
        round.run(number);
        int compilers = Math.min(session.nodes().size(), PROCESSORS);
        double millis = (System.nanoTime() - begin) / 1e6 * compilers;
        return session.compiledMillis() - compiled < millis * WARM_PERCENT / 100;
    }
}
