package io.runasjob.mongo;

import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;

/** On the fake server: what it says holds for the commands, not for the durability of a real one. */
class FakeServerContractTest extends JobStoreContract {
    @Override
    protected StoreFixture open() {
        return new MongoFixture(Servers.fake());
    }
}
