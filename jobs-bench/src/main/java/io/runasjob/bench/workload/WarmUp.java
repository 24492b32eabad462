package io.runasjob.bench.workload;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Rounds of load before anything is measured, so that it is not measured while the JVMs compile. */
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

    /**
     * Until every JVM is warm: all compilers together work for less than {@value #WARM_PERCENT} % of a round, on each
     * processor that they could have. At least two rounds, since the first begins cold; after those none begins later than
     * {@link Scale#warmUp()}, however cold they still are. One round when there shall be no warm-up.
     */
    void untilWarm(Round round) throws IOException {
        long end = System.nanoTime() + longestNanos(1);
        int least = session.scale().warmUp() == 0 ? 1 : 2;
        boolean warm = false;
        for (int number = 0; number < least || (!warm && System.nanoTime() - end < 0); number++) {
            warm = isWarmAfter(round, number);
        }
    }

    /**
     * {@value #LONGER} times as long, warm or not: what more JVMs than processors need. Few nodes that are compared with many
     * find as large a history then.
     */
    void forLong(Round round) throws IOException {
        long end = System.nanoTime() + longestNanos(LONGER);
        for (int number = 0; number == 0 || System.nanoTime() - end < 0; number++) {
            round.run(number);
        }
    }

    private long longestNanos(int times) {
        return TimeUnit.MILLISECONDS.toNanos(times * session.scale().warmUp());
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
