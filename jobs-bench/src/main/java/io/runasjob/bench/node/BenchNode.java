package io.runasjob.bench.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.runasjob.bench.system.JobSystem;
import io.runasjob.bench.system.JobSystem.Role;
import io.runasjob.bench.system.JobSystems;
import io.runasjob.bench.system.Stores;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of a node: a system under test in a JVM of its own. Reads commands, one a line; answers each with one line
 * that begins with {@value #ANSWER}. Ends when its input ends, so that it never outlives the benchmark.
 *
 * <p>Arguments: the label of the system, {@code WORKER} or {@code CLIENT}, and the URL of the database.
 */
public final class BenchNode {
    /** What an answer begins with. */
    public static final String ANSWER = "@ ";

    /** What the answer of a failed command begins with. */
    public static final String FAILURE = "! ";

    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final JobSystem system;
    private final StoreProbe store;
    private final Submissions submissions;
    private final JvmMeter meter = new JvmMeter();

    private BenchNode(JobSystem system, String url) throws Exception {
        this.system = system;
        this.store = new StoreProbe(Stores.counts(url, system.queries()));
        this.submissions = new Submissions(system);
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        JobSystem system = JobSystems.labelled(arguments[0]).on(arguments[2]);
        if (arguments.length > 3) {
            system.createTables();
        }
        system.open(Role.valueOf(arguments[1]));
        new BenchNode(system, arguments[2]).serve();
        system.close();
    }

    private void serve() throws Exception {
        ObjectMapper json = new ObjectMapper();
        System.out.println(ANSWER + json.writeValueAsString(Map.of("tuning", system.tuning())));
        try (store;
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(answer(json, line));
            }
        }
    }

    private String answer(ObjectMapper json, String line) throws Exception {
        try {
            return ANSWER + json.writeValueAsString(run(Arguments.parse(line)));
        } catch (Exception e) { // the controller decides what becomes of the run
            return FAILURE + json.writeValueAsString(e.toString());
        }
    }

    private Map<String, Object> run(Arguments arguments) throws Exception {
        return switch (arguments.command()) {
            case "reset" -> reset(arguments);
            case "load" -> submissions.load(arguments);
            case "singles" -> submissions.singles(arguments);
            case "bulks" -> submissions.bulks(arguments);
            case "sustain" -> submissions.sustain(arguments);
            case "pace" -> submissions.pace(arguments);
            case "due" -> submissions.due(arguments);
            case "resume" -> switchOn(true);
            case "pause" -> switchOn(false);
            case "await" -> await(arguments);
            case "settle" -> store.settle(arguments.nanos("millis"));
            case "count" -> store.count();
            case "history" -> history(arguments);
            case "delivered" -> Deliveries.current().report();
            case "compiling" -> BackgroundCompiler.soFar();
            case "compiled" -> BackgroundCompiler.awaitQuiet(arguments.nanos("millis"));
            case "meter" -> meter.read();
            default -> throw new IllegalArgumentException("Unknown command " + arguments.command());
        };
    }

    private static Map<String, Object> reset(Arguments arguments) {
        Deliveries.reset(arguments.number("base"), arguments.integer("count"), arguments.number("times") == 1);
        return Map.of();
    }

    private Map<String, Object> switchOn(boolean on) throws Exception {
        if (on) {
            system.resume();
        } else {
            system.pause();
        }
        return Map.of("at", System.nanoTime());
    }

    private Map<String, Object> history(Arguments arguments) throws Exception {
        system.fillHistory(arguments.number("count"));
        return Map.of();
    }

    private static Map<String, Object> await(Arguments arguments) {
        long deadline = System.nanoTime() + arguments.nanos("millis");
        long count = arguments.number("count");
        while (Deliveries.current().runs() < count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Map.of("runs", Deliveries.current().runs(), "at", System.nanoTime());
    }
}
