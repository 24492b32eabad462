package io.runasjob.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.runasjob.bench.engine.Engine;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystem.Role;
import io.runasjob.bench.system.JobSystems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One run: one system on a database of its own, with as many nodes as the workload asks for, each in a JVM of its own. Used by
 * one thread; ends its nodes when it is closed.
 */
public final class Session implements AutoCloseable {
    private static final long LONGEST_MILLIS = 600_000;
    private static final long QUIET_MILLIS = 500;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MOST_BYTES_AT_ONCE = 4 << 20;
    private static final int MOST_JOBS_AT_ONCE = 1_000;

    /** The second round of a warm-up and those after it run this part of the first. */
    private static final int LATER_ROUNDS = 4;

    /** Jobs of the warm-up have the numbers below this one. */
    static final long BASE = 10_000_000;

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

    /** Starts a node, a worker paused; the first one makes the tables. */
    NodeProcess node(Role role) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(system.label(), role.name(), url));
        if (nodes.isEmpty()) {
            arguments.add("tables");
        }
        NodeProcess node = NodeProcess.start(jvm, arguments);
        nodes.add(node);
        return node;
    }

    /** A worker whose JVM is warm, and which is paused. */
    NodeProcess warmWorker() throws IOException {
        NodeProcess worker = node(Role.WORKER);
        new WarmUp(this).untilWarm(this::warm);
        return worker;
    }

    /** Several that are alike: they get warm together, since some systems are paused together. */
    List<NodeProcess> warmWorkers(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            node(Role.WORKER);
        }
        new WarmUp(this).forLong(this::warm);
        return List.copyOf(nodes);
    }

    private void warm(int round) throws IOException {
        int jobs = scale.jobs(engine.warmUp(system.warmUpJobs())) * nodes.size();
        runSome(round == 0 ? jobs : Math.max(1, jobs / LATER_ROUNDS));
    }

    private void runSome(int jobs) throws IOException {
        resetAll(warmed, jobs);
        load(nodes.get(0), warmed, jobs);
        askAll("resume");
        awaitAll(jobs);
        settle(nodes.get(0));
        askAll("pause");
        warmed += jobs;
    }

    /** So many jobs more were run before those that are checked next. */
    void warmed(long jobs) {
        warmed += jobs;
    }

    /** Lets the store hold so many finished jobs more. */
    void fillHistory(long jobs) throws IOException {
        if (jobs > 0) {
            nodes.get(0).ask("history count=?", jobs);
            warmed += jobs;
        }
    }

    void resetAll(long base, long jobs) throws IOException {
        askAll("reset base=? count=? times=0", base, jobs);
    }

    void askAll(String words, Object... numbers) throws IOException {
        for (NodeProcess node : nodes) {
            node.ask(words, numbers);
        }
    }

    /** Waits until the compiler of every node has caught up with what was run, so that nobody is measured beside it. */
    void awaitCompiled() throws IOException {
        askAll("compiled millis=?", scale.millis(QUIET_MILLIS));
    }

    /** How long the compilers of all nodes together have worked so far. */
    double compiledMillis() throws IOException {
        double sum = 0;
        for (NodeProcess node : nodes) {
            sum += node.ask("compiling").get("millis").asDouble();
        }
        return sum;
    }

    /** Waits until the handlers of all nodes together have run so often. */
    void awaitAll(long runs) throws IOException {
        if (nodes.size() == 1) {
            await(nodes.get(0), runs);
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
        while (runsOfAll() < runs && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private long runsOfAll() throws IOException {
        long sum = 0;
        for (NodeProcess node : nodes) {
            sum += runs(node);
        }
        return sum;
    }

    /** How often the handlers of a node have run so far. */
    static long runs(NodeProcess node) throws IOException {
        return node.ask("await count=0 millis=0").get("runs").asLong();
    }

    void load(NodeProcess node, long base, long jobs) throws IOException {
        load(node, base, jobs, 200);
    }

    void load(NodeProcess node, long base, long jobs, int bytes) throws IOException {
        int batch = Math.min(MOST_JOBS_AT_ONCE, Math.max(1, MOST_BYTES_AT_ONCE / bytes));
        node.ask("load base=? count=? batch=? size=?", base, jobs, batch, bytes);
    }

    /** Waits until the handlers of a node have run so often; answers when that was. */
    static long await(NodeProcess node, long runs) throws IOException {
        JsonNode answer = node.ask("await count=? millis=?", runs, LONGEST_MILLIS);
        return answer.get("at").asLong();
    }

    /** Waits until the store holds no unfinished job; answers when that was. */
    static long settle(NodeProcess node) throws IOException {
        JsonNode answer = node.ask("settle millis=?", LONGEST_MILLIS);
        return answer.get("at").asLong();
    }

    @Override
    public void close() throws IOException {
        for (NodeProcess node : nodes) {
            node.close();
        }
    }
}
