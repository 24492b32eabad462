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
    private static final Duration TIDY_EVERY = Duration.ofSeconds(1);

    private final JobStore store;
    private final Loop promoter;
    private final Loop rescuer;
    private final Loop tidier;
    private @Nullable Subscription bell;

    /**
     * Loops that are not started yet.
     *
     * @param deadAfter how long after its last heartbeat this node counts as dead
     * @param outage whether the store answers this node
     * @param steady whether it did so all along, so that silent nodes may be taken for dead
     */
    public Maintenance(JobStore store, Duration deadAfter, Outage outage, BooleanSupplier steady) {
        this.store = store;
        this.promoter = new Promoter(store, outage).loop();
        this.rescuer = new Rescuer(store, deadAfter, outage, steady).loop();
        this.tidier = new Loop("tidier", Duration.ZERO, this::tidy, outage);
    }

    private Duration tidy() {
        store.tidy();
        return TIDY_EVERY;
    }

    /** Begins. */
    public void start() {
        bell = store.wakeUp().listen(this::heard);
        promoter.start();
        rescuer.start();
        tidier.start();
    }

    /** Something may be worth a look: the bell rang, or the node found it. Returns at once. */
    public void heard(Bell what) {
        if (what == Bell.SCHEDULED) {
            promoter.wake();
        } else if (what == Bell.LOST) {
            rescuer.wake();
        }
    }

    /** Ends after the present rounds. */
    public void stop() {
        if (bell != null) {
            bell.close();
        }
        List<Loop> loops = List.of(promoter, rescuer, tidier);
        loops.forEach(Loop::stop);
        loops.forEach(loop -> loop.join(LAST_ROUND));
    }
}
