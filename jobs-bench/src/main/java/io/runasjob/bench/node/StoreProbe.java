package io.runasjob.bench.node;

import io.runasjob.bench.system.StoreCounts;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks into the database, for the controller. */
final class StoreProbe implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final StoreCounts counts;

    StoreProbe(StoreCounts counts) {
        this.counts = counts;
    }

    /** Waits until no job is left to do; answers when that was. */
    Map<String, Object> settle(long longestNanos) throws SQLException {
        long begin = System.nanoTime();
        while (!counts.isSettled()) {
            if (System.nanoTime() - begin > longestNanos) {
                throw new IllegalStateException("The store still holds unfinished jobs");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Map.of("at", System.nanoTime());
    }

    /** How many jobs the store holds, and how many of them are finished, or -1 where those are deleted. */
    Map<String, Object> count() throws SQLException {
        return Map.of("stored", counts.stored(), "finished", counts.finished().orElse(-1));
    }

    @Override
    public void close() throws SQLException {
        counts.close();
    }
}
