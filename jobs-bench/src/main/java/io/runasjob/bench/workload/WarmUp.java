package io.runasjob.bench.workload;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of load before anything is measured, until every JVM is warm: its compiler works for less than {@value
 * #WARM_PERCENT} % of a round. At least two rounds, since the first begins cold; none begins after {@value #LONGEST_SECONDS} s,
 * however cold the JVM still is.
 */
final class WarmUp {
    private static final int WARM_PERCENT = 10;
    private static final long LONGEST_SECONDS = 8;

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
        long longest =
                TimeUnit.MILLISECONDS.toNanos(session.scale().millis(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS)));
        long begin = System.nanoTime();
        boolean warm = false;
        for (int number = 0; number < 2 || (!warm && System.nanoTime() - begin < longest); number++) {
            warm = isWarmAfter(round, number);
        }
    }

    /** All nodes together, since they warm up side by side. */
    private boolean isWarmAfter(Round round, int number) throws IOException {
        double compiled = session.compiledMillis();
        long begin = System.nanoTime();
        round.run(number);
        double millis = (System.nanoTime() - begin) / 1e6 * session.nodes().size();
        return session.compiledMillis() - compiled < millis * WARM_PERCENT / 100;
    }
}
