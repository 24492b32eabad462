package io.runasjob.maintenance;

import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.JobUpkeep.Promotion;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;

/**
 * Makes due jobs ready. It waits until the next one is due by the store's clock, is woken when an earlier one may have come,
 * and looks all the same every second, or every 30 s where the bell is heard across JVMs.
 */
final class Promoter {
    private static final int BATCH = 1_000;
    private static final Duration SLOWEST = Duration.ofSeconds(1);
    private static final Duration SLOWEST_WITH_BELL = Duration.ofSeconds(30);

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
        Duration slowest = store.wakeUp().reachesOtherJvms() ? SLOWEST_WITH_BELL : SLOWEST;
        return promotion.nextDueIn().filter(due -> due.compareTo(slowest) < 0).orElse(slowest);
    }
}
