package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.node.NodeProcess;
import java.io.IOException;
import java.util.Base64;
import java.util.BitSet;

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

    /** For workloads that only submit: checks that the store holds as many. */
    static void requireStored(Session session, long submitted) throws IOException, UndeliveredException {
        long stored = session.nodes().get(0).ask("count").get("stored").asLong();
        if (stored != submitted) {
            throw new UndeliveredException(submitted + " jobs were submitted, and the store holds " + stored);
        }
    }
}
