package io.runasjob.maintenance;

import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.WakeUp.Bell;
import io.runasjob.spi.WakeUp.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The maintenance loops of one node. Start and stop each take effect once. */
public final class Maintenance {
    private static final Duration LAST_ROUND = Duration.ofSeconds(5);

    private final JobStore store;
    private final Promoter promoter;
    private final List<Loop> loops;
    private @Nullable Subscription bell;

    /**
     * Loops that are not started yet.
     *
     * @param deadAfter how long after its last heartbeat this node counts as dead; others rescue at their own pace
     * @param outage whether the store answers this node
     * @param steady whether it did so all along, so that silent nodes may be taken for dead
     */
    public Maintenance(JobStore store, Duration deadAfter, Outage outage, BooleanSupplier steady) {
        this.store = store;
        this.promoter = new Promoter(store, outage);
        this.loops = List.of(promoter.loop(), new Rescuer(store, deadAfter, outage, steady).loop());
    }

    /** Begins. */
    public void start() {
        bell = store.wakeUp().listen(rung -> {
            if (rung == Bell.SCHEDULED) {
                promoter.loop().wake();
            }
        });
        loops.forEach(Loop::start);
    }

    /** Ends after the present rounds. */
    public void stop() {
        if (bell != null) {
            bell.close();
        }
        loops.forEach(Loop::stop);
        for (Loop loop : loops) {
            loop.join(LAST_ROUND);
        }
    }
}
