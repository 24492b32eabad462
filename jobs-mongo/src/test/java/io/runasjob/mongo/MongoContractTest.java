package io.runasjob.mongo;

import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;

/** Runs where {@code JOBS_TEST_MONGO_URI} names a server or Docker starts one; elsewhere the report says that it did not. */
class MongoContractTest extends JobStoreContract {
    @Override
    protected StoreFixture open() {
        return new MongoFixture(Servers.real());
    }
}
