package io.runasjob.testkit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link io.runasjob.spi.JobStore}: every store passes all of it. A subclass says how to open the store and
 * inherits the tests:
 *
 * <pre>{@code
 * class MyStoreContractTest extends JobStoreContract {
 *     @Override
 *     protected StoreFixture open() {
 *         return new MyStoreFixture();
 *     }
 * }
 * }</pre>
 */
@Timeout(120)
public abstract class JobStoreContract
        implements InsertContract,
                ClaimedInsertContract,
                UniqueKeyContract,
                QueueLimitContract,
                ClaimContract,
                FencingContract,
                TransitionContract,
                FinishContract,
                HeartbeatContract,
                FindingsContract,
                RescueContract,
                PromoteContract,
                CancelContract,
                RetryDeleteContract,
                RescheduleContract,
                ReadContract,
                TransactionContract,
                LifeContract {
    private @Nullable StoreFixture fixture;
    private @Nullable StoreDriver driver;

    /** For subclasses. */
    protected JobStoreContract() {}

    /** Opens a store that holds nothing, ready for use; called before each test. */
    protected abstract StoreFixture open() throws Exception;

    @Override
    public final StoreDriver driver() {
        return Objects.requireNonNull(driver, "the store is open only during a test");
    }

    @BeforeEach
    final void openStore() throws Exception {
        StoreFixture opened = open();
        fixture = opened;
        driver = new StoreDriver(opened);
    }

    @AfterEach
    final void closeStore() {
        if (fixture != null) {
            fixture.close();
        }
    }
}
