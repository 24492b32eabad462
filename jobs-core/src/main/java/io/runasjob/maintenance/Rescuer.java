package io.runasjob.maintenance;

import io.runasjob.job.JobStatus;
import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.JobUpkeep;
import io.runasjob.spi.JobUpkeep.Rescue;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs away from dead nodes. It is woken when the node finds that one has expired, and begins by itself now and then, for
 * jobs whose node is not even known any more. After an outage every node looks dead for a moment, so only a node that heard
 * from the store all along takes anything; until then the rescuer asks again and again.
 */
final class Rescuer {
    private static final Logger LOG = LoggerFactory.getLogger(Rescuer.class);
    private static final int BATCH = 500;

    /** Nobody finds jobs of nodes that are not known: how many times as long as a node's death they may take. */
    private static final int ROUND = 4;

    /** Until it is asked again whether this node may judge others. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final JobStore store;
    private final BooleanSupplier steady;
    private final Duration interval;
    private final Loop loop;

    /** Whether the round before failed: it may have rescued jobs all the same, for which nobody rang. */
    private boolean unsure;

    Rescuer(JobStore store, Duration deadAfter, Outage outage, BooleanSupplier steady) {
        this.store = store;
        this.steady = steady;
        this.interval = deadAfter.multipliedBy(ROUND);
        this.loop = new Loop("rescuer", Duration.ZERO, this::rescue, outage);
    }

    Loop loop() {
        return loop;
    }

    private Duration rescue() {
        store.now(); // a round that had to wait for the store looks at its own node afterwards
        if (unsure) {
            unsure = false;
            ring();
        }
        if (!steady.getAsBoolean()) {
            return SOON;
        }
        unsure = true;
        List<Rescue> rescued = store.rescue(JobUpkeep.MAX_LOSSES, BATCH);
        unsure = false;
        if (!rescued.isEmpty()) {
            rescued.forEach(Rescuer::tell);
            ring();
        }
        return rescued.size() == BATCH ? Duration.ZERO : interval;
    }

    private void ring() {
        store.wakeUp().ring(Bell.READY);
        store.wakeUp().ring(Bell.FINISHED);
    }

    private static void tell(Rescue rescue) {
        var event = rescue.became() == JobStatus.FAILED ? LOG.atError() : LOG.atWarn();
        event.addKeyValue("job", rescue.lease().job())
                .addKeyValue("attempt", rescue.lease().attempt())
                .addKeyValue("node", rescue.lease().node())
                .log("Attempt was lost with its node; the job is {} now", rescue.became());
    }
}
