package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.node.NodeProcess;
import java.io.IOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The check that makes a run count: as many distinct jobs were finished as were submitted, none was run twice, and the store
 * says the same.
 *
 * @param distinct jobs that handlers ran
 * @param runs of handlers
 * @param strangers runs of jobs that were not submitted by this run
 * @param first when the first job started, by the clock that all JVMs of a machine share
 */
record Delivery(long distinct, long runs, long strangers, long first) {
    private static final long LONGEST_SECONDS = 30;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    static Delivery of(Session session) throws IOException {
        BitSet seen = new BitSet();
        long runs = 0;
        long strangers = 0;
        long first = Long.MAX_VALUE;
        for (NodeProcess node : session.nodes()) {
            JsonNode report = node.ask("delivered");
            seen.or(BitSet.valueOf(Base64.getDecoder().decode(report.get("seen").asText())));
            runs += report.get("runs").asLong();
            strangers += report.get("strangers").asLong();
            first = Math.min(first, report.get("first").asLong());
        }
        return new Delivery(seen.cardinality(), runs, strangers, first);
    }

    /** Checks what handlers ran and what the store keeps. */
    Delivery require(Session session, long submitted) throws IOException, UndeliveredException {
        JsonNode count = session.nodes().get(0).ask("count");
        long finished = count.get("finished").asLong();
        boolean kept = finished == -1 || finished == submitted + session.warmed();
        if (distinct != submitted || runs != submitted || strangers != 0 || !kept) {
            throw new UndeliveredException(submitted + " jobs were submitted, " + this + ", and the store counts "
                    + count + " with " + session.warmed() + " of the warm-up");
        }
        return this;
    }

    /**
     * For workloads that stop halfway, once all nodes are paused: waits until the last handlers have ended (before that the counts
     * of a report need not fit each other) and the store agrees that so many of the submitted jobs are finished, none twice.
     */
    static void requirePart(Session session, long submitted) throws IOException, UndeliveredException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (true) {
            Delivery delivery = of(session);
            JsonNode count = session.nodes().get(0).ask("count");
            if (delivery.agreesOnPart(session, submitted, count)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new UndeliveredException(
                        submitted + " jobs were submitted, " + delivery + ", and the store counts " + count);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean agreesOnPart(Session session, long submitted, JsonNode count) {
        long finished = count.get("finished").asLong();
        long stored = count.get("stored").asLong();
        boolean same = finished == -1
                ? stored == submitted - runs
                : finished == runs + session.warmed() && stored == submitted + session.warmed();
        return same && distinct == runs && strangers == 0;
    }

    /** For workloads that only submit: checks that the store holds as many. */
    static void requireStored(Session session, long submitted) throws IOException, UndeliveredException {
        long stored = session.nodes().get(0).ask("count").get("stored").asLong();
        if (stored != submitted) {
            throw new UndeliveredException(submitted + " jobs were submitted, and the store holds " + stored);
        }
    }
}
