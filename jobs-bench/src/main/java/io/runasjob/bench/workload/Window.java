package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.engine.EngineReading;
import io.runasjob.bench.node.NodeProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The time between two readings of all meters, and what was used in it. */
final class Window {
    private static final double MEBI = 1 << 20;

    private final Session session;
    private final Nodes nodesBefore;
    private final EngineReading engineBefore;

    private Window(Session session) throws Exception {
        this.session = session;
        this.nodesBefore = Nodes.read(session);
        this.engineBefore = session.engine().read();
    }

    /** Sums of all nodes. */
    private record Nodes(double cpuBefore, double cpuAfter, double allocated, double heap) {
        static Nodes read(Session session) throws IOException {
            Nodes sum = new Nodes(0, 0, 0, 0);
            for (NodeProcess node : session.nodes()) {
                sum = sum.plus(node.ask("meter"));
            }
            return sum;
        }

        private Nodes plus(JsonNode meter) {
            return new Nodes(
                    cpuBefore + meter.get("cpuBefore").asDouble(),
                    cpuAfter + meter.get("cpuAfter").asDouble(),
                    allocated + meter.get("allocated").asDouble(),
                    heap + meter.get("heap").asDouble());
        }
    }

    /** Begins when the compiler of every node has caught up, with a full collection in each. */
    static Window open(Session session) throws Exception {
        session.awaitCompiled();
        return new Window(session);
    }

    /** Ends: what was used, by name, for each of so many jobs; and the heap after a full collection. */
    Map<String, Double> close(long jobs) throws Exception {
        EngineReading engine = session.engine().read();
        Nodes nodes = Nodes.read(session);
        double perJob = (double) jobs;
        Map<String, Double> used = new HashMap<>();
        used.put("jvmCpuMicrosPerJob", (nodes.cpuBefore() - nodesBefore.cpuAfter()) / 1_000 / jobs);
        used.put("allocatedBytesPerJob", (nodes.allocated() - nodesBefore.allocated()) / jobs);
        used.put("heapMegabytes", nodes.heap() / MEBI / session.nodes().size());
        put(used, "databaseCpuMicrosPerJob", engine.cpuNanos(), engineBefore.cpuNanos(), 1_000.0 * perJob);
        put(used, "walBytesPerJob", engine.wal(), engineBefore.wal(), perJob);
        put(used, "statementsPerJob", engine.statements(), engineBefore.statements(), perJob);
        put(used, "commitsPerJob", engine.commits(), engineBefore.commits(), perJob);
        return used;
    }

    private static void put(
            Map<String, Double> used, String name, OptionalLong after, OptionalLong before, double divisor) {
        if (after.isPresent() && before.isPresent()) {
            used.put(name, (after.getAsLong() - before.getAsLong()) / divisor);
        }
    }
}
