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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs away from dead nodes, three times in each period after which a node counts as dead. After an outage every node
 * looks dead for a moment: the first round that reaches the store again takes nothing, so that the living are heard first.
 */
final class Rescuer {
    private static final Logger LOG = LoggerFactory.getLogger(Rescuer.class);
    private static final int BATCH = 500;

    /** Within this time after an outage each living node has tried again. */
    private static final Duration ALL_ARE_BACK =
            Loop.LONGEST_BACKOFF.multipliedBy(3).dividedBy(2);

    private final JobStore store;
    private final Duration interval;
    private final Loop loop;

    /** Whether the round before failed: it may have rescued jobs all the same, for which nobody rang. */
    private boolean unsure;

    Rescuer(JobStore store, Duration deadAfter, Outage outage) {
        this.store = store;
        this.interval = deadAfter.dividedBy(3);
        this.loop = new Loop("rescuer", Duration.ZERO, this::rescue, outage);
    }

    Loop loop() {
        return loop;
    }

    private Duration rescue() {
        if (unsure) {
            store.now();
            unsure = false;
            ring();
            return interval.compareTo(ALL_ARE_BACK) > 0 ? interval : ALL_ARE_BACK;
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
