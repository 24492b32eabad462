package io.runasjob.bench.engine;

import java.util.OptionalLong;

/**
 * Meters of a server at one moment. What an engine cannot tell is empty.
 *
 * @param wal bytes of write-ahead log since the server began
 * @param cpuNanos CPU time of all of its processes
 * @param statements run by clients in the present database, without begin, commit and rollback
 * @param commits of transactions that wrote
 */
public record EngineReading(OptionalLong wal, OptionalLong cpuNanos, OptionalLong statements, OptionalLong commits) {
    /** Of an engine that runs inside the node: nothing can be told apart. */
    public static final EngineReading NOTHING =
            new EngineReading(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
