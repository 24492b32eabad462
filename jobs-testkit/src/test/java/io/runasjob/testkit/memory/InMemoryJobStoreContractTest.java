package io.runasjob.testkit.memory;

import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.spi.JobStore;
import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

class InMemoryJobStoreContractTest extends JobStoreContract {

    @Override
    protected StoreFixture open() {
        return new Fixture();
    }

    private static final class Fixture implements StoreFixture {
        private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
        private final JobStore store = new InMemoryJobStore(() -> Instant.now().plus(passed.get()));

        @Override
        public JobStore store() {
            return store;
        }

        @Override
        public void passTime(Duration duration) {
            passed.updateAndGet(duration::plus);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
