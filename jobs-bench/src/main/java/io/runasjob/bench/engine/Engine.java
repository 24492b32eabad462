package io.runasjob.bench.engine;

import java.io.IOException;
import java.util.Map;

/** A database server that the benchmark has started, or the place for an embedded one. Used by one thread. */
public interface Engine extends AutoCloseable {

    /** As it is written in results. */
    String name();

    /** Makes an empty database and drops the one before; answers with its URL. */
    String fresh() throws Exception;

    /** How many of so many jobs warm a node up here: all, unless the engine gets slower with each of them. */
    default long warmUp(long jobs) {
        return jobs;
    }

    /** What was verified about it, for the record: durability above all. */
    Map<String, String> settings();

    /** What the server has used and done so far. */
    EngineReading read() throws Exception;

    /** From now on {@link #read} counts statements and commits in the databases that are made; costs some speed. */
    default void countStatements(boolean on) throws Exception {}

    @Override
    void close() throws IOException;
}
