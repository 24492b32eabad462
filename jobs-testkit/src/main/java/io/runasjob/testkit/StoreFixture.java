package io.runasjob.testkit;

import io.runasjob.spi.JobStore;
import java.time.Duration;

/**
 * One open, empty store under test, and power over its time. Opened before each test and closed after it. There are no
 * capability flags: every store keeps the whole contract.
 */
public interface StoreFixture extends AutoCloseable {

    /** The store; the same object on every call. */
    JobStore store();

    /**
     * One more open store on the same data, as another JVM has it, closed with this fixture; where data cannot be shared, the
     * store itself.
     */
    default JobStore elsewhere() {
        return store();
    }

    /**
     * Lets time pass for every decision of the store: dues come nearer, heartbeats grow old. Either the clock of the store
     * is moved forward, or all times that it holds (jobs, attempts, nodes) are moved back by the same duration. Called
     * between verbs, never during one.
     *
     * @param duration longer than zero
     */
    void passTime(Duration duration);

    /** Closes the store, which a test may have closed already, and removes what it left. */
    @Override
    void close();
}
