package io.runasjob.maintenance;

import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.JobUpkeep.Promotion;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;

/**
 * Makes due jobs ready. It waits until the next one is due by the store's clock, and is woken when an earlier one may have
 * come, or when the node finds one that is due all the same.
 */
final class Promoter {
    private static final int BATCH = 1_000;

    private final JobStore store;
    private final Loop loop;

    /** Whether the round before failed: it may have promoted jobs all the same, for which nobody rang. */
    private boolean unsure;

    Promoter(JobStore store, Outage outage) {
        this.store = store;
        this.loop = new Loop("promoter", Duration.ofMillis(5), this::promote, outage);
    }

    Loop loop() {
        return loop;
    }

    private Duration promote() {
        boolean answerWasLost = unsure;
        unsure = true;
        Promotion promotion = store.promote(BATCH);
        unsure = false;
        if (promotion.promoted() > 0 || answerWasLost) {
            store.wakeUp().ring(Bell.READY);
        }
        return promotion.nextDueIn().orElse(Loop.UNTIL_WOKEN);
    }
}
