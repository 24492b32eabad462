package io.runasjob.testkit;

import io.runasjob.spi.JobStore;

/** What every part of the contract works with. */
interface StoreTests {

    /** The driver of the store under test, new for each test. */
    StoreDriver driver();

    /** The store under test. */
    default JobStore store() {
        return driver().store();
    }
}
