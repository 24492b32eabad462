package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.engine.Engine;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystem.Role;
import io.runasjob.bench.system.JobSystems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One run: one system on a database of its own, with as many nodes as the workload asks for, each in a JVM of its own. Used by
 * one thread; ends its nodes when it is closed.
 */
public final class Session implements AutoCloseable {
    private static final long LONGEST_MILLIS = 600_000;
    private static final int LOAD_BATCH = 1_000;

    /** Jobs of the warm-up have the numbers below this one. */
    static final long BASE = 1_000_000;

    private final Engine engine;
    private final JobSystems system;
    private final Scale scale;
    private final List<String> jvm;
    private final String url;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private long warmed;

    /**
     * Makes the database.
     *
     * @param jvm options for the JVMs of the nodes
     */
    public Session(Engine engine, JobSystems system, Scale scale, List<String> jvm) throws Exception {
        this.engine = engine;
        this.system = system;
        this.scale = scale;
        this.jvm = List.copyOf(jvm);
        this.url = engine.fresh();
    }

    Engine engine() {
        return engine;
    }

    JobSystems system() {
        return system;
    }

    Scale scale() {
        return scale;
    }

    String url() {
        return url;
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    /** The settings of the system, in a line. */
    public String tuning() {
        return nodes.get(0).tuning();
    }

    /** Jobs of the warm-up that the store may still hold. */
    long warmed() {
        return warmed;
    }

    /** Starts a node; the first one makes the tables. */
    NodeProcess node(Role role) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(system.label(), role.name(), url));
        if (nodes.isEmpty()) {
            arguments.add("tables");
        }
        NodeProcess node = NodeProcess.start(jvm, arguments);
        nodes.add(node);
        return node;
    }

    /** A worker that has run as many jobs as its JVM needs to get warm, and is paused. */
    NodeProcess warmWorker() throws IOException {
        NodeProcess worker = node(Role.WORKER);
        warmUp(worker);
        return worker;
    }

    void warmUp(NodeProcess worker) throws IOException {
        int jobs = scale.jobs(system.warmUpJobs());
        worker.ask("reset base=%d count=%d times=0", warmed, jobs);
        load(worker, warmed, jobs);
        worker.ask("resume");
        await(worker, jobs);
        settle(worker);
        worker.ask("pause");
        warmed += jobs;
    }

    void load(NodeProcess node, long base, long jobs) throws IOException {
        load(node, base, jobs, 200);
    }

    void load(NodeProcess node, long base, long jobs, int bytes) throws IOException {
        node.ask("load base=%d count=%d batch=%d size=%d", base, jobs, LOAD_BATCH, bytes);
    }

    /** Waits until handlers have run so often. */
    static void await(NodeProcess node, long runs) throws IOException {
        node.ask("await count=%d millis=%d", runs, LONGEST_MILLIS);
    }

    /** Waits until the store holds no unfinished job; answers when that was. */
    static long settle(NodeProcess node) throws IOException {
        JsonNode answer = node.ask("settle millis=%d", LONGEST_MILLIS);
        return answer.get("at").asLong();
    }

    @Override
    public void close() throws IOException {
        for (NodeProcess node : nodes) {
            node.close();
        }
    }
}
