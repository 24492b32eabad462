package io.runasjob.mongo;

import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.testkit.SampleJobs;
import java.util.List;

/** An act that is cut off, and what must hold afterwards. */
abstract class CutScene {

    /** Before the act, on a healthy store. */
    abstract void prepare(JobStore store);

    /** What is cut off. */
    abstract void act(JobStore store);

    /** Whether those that were left behind are to be taken for gone. */
    boolean letsTimePass() {
        return false;
    }

    /**
     * On a healthy store, after the cut.
     *
     * @param done whether the act returned as if nothing had happened
     */
    abstract void check(JobStore store, boolean done);

    /** New jobs that run on the node, whose registration is not needed for that. */
    static List<Lease> lease(JobStore store, NodeId node, int jobs) {
        return store.insert(SampleJobs.sample().many(jobs)).stream()
                .map(Admission::id)
                .map(id -> store.start(id, node).orElseThrow().lease().orElseThrow())
                .toList();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
