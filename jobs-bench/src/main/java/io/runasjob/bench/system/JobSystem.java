package io.runasjob.bench.system;

import io.runasjob.bench.node.Work;
import java.time.Instant;
import java.util.List;

/**
 * A job framework, or the bare database, as the benchmark drives it: the same few acts for all, each done in the way that the
 * framework's own documents recommend. Used by one thread, except for {@link #submit}, which several may call at once.
 */
public interface JobSystem {

    /** What a node is there for. */
    enum Role {
        /** Submits only. */
        CLIENT,
        /** Submits only, in the way that lets its threads share commits, where the system has one. */
        CLIENT_SHARING_COMMITS,
        /** Submits and works; paused at first. */
        WORKER
    }

    /** Makes the tables in an empty database. */
    void createTables() throws Exception;

    /** Starts. */
    void open(Role role) throws Exception;

    /** Stores one job; returns when it is committed. */
    void submit(Work work) throws Exception;

    /** Stores many jobs by the framework's way for many; returns when they are committed. */
    void submitAll(List<Work> works) throws Exception;

    /** Stores jobs that come due at this time. */
    void submitAt(List<Work> works, Instant due) throws Exception;

    /** Says that there is a new job, where a submit alone does not; most systems need not be told. */
    default void ring() throws Exception {}

    /** Works on what is there. */
    void resume() throws Exception;

    /** Stops working until {@link #resume}. */
    void pause() throws Exception;

    /** Puts finished jobs into the store, in bulk. */
    default void fillHistory(long jobs) throws Exception {
        throw new UnsupportedOperationException("This system has no history to fill");
    }

    /** How to see in the database what became of the jobs. */
    StoreQueries queries();

    /** The settings that differ from the framework's defaults, in a line. */
    String tuning();

    /** Ends it, and frees what it holds. */
    void close() throws Exception;
}
