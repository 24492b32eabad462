package io.runasjob.bench.system;

import java.sql.SQLException;
import java.util.OptionalLong;

/** Counts the jobs of a system in its database, on a connection of its own. Used by one thread. */
public interface StoreCounts extends AutoCloseable {

    /** Whether no job is left to do; cheap while there are some. */
    boolean isSettled() throws SQLException;

    /** How many jobs there are, finished ones included where they are kept. */
    long stored() throws SQLException;

    /** How many jobs have succeeded; empty where finished jobs are deleted. */
    OptionalLong finished() throws SQLException;

    @Override
    void close() throws SQLException;
}
