package io.runasjob.chaos.history;

import java.time.Duration;
import java.util.Set;

/** What the workload and the checker agree on. */
public final class Workload {
    /** Writes an effect with the connection that the engine gives it. */
    public static final String GIVEN = "given";

    /** Writes an effect and completes its job itself. */
    public static final String EXPLICIT = "explicit";

    /** Writes a trace, outside of any transaction. */
    public static final String PLAIN = "plain";

    /** No worker knows this type. */
    public static final String STRANGER = "stranger";

    /** Types whose effects are in the transaction that ends the job. */
    public static final Set<String> FENCED = Set.of(GIVEN, EXPLICIT);

    /** Name of jobs that were submitted in a transaction of the application's, with a row of its own. */
    public static final String ORDERED = "ordered";

    /** Name of jobs that are to wait for longer than the run lasts. */
    public static final String WAITING = "waiting";

    /** Heartbeat of every node. */
    public static final Duration HEARTBEAT = Duration.ofMillis(600);

    /** Silence after which a node counts as dead. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(3);

    /** Losses after which a job is given up. */
    public static final int MOST_LOSSES = 3;

    private Workload() {}
}
