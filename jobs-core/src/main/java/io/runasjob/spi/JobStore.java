package io.runasjob.spi;

import java.time.Instant;

/**
 * Where jobs live: in memory, in a relational database, in MongoDB. Composed of narrow roles so that each part of the
 * engine asks for no more than it uses. Implementations are safe for use by any number of threads and nodes.
 */
public interface JobStore
        extends JobIntake, JobTransactions, JobLeases, JobUpkeep, JobControl, JobReads, NodeRegistry, AutoCloseable {

    /**
     * Makes the store ready: creates or migrates what it needs, and refuses what cannot hold jobs. Safe to call again and
     * from several nodes at once.
     *
     * @throws io.runasjob.job.StoreUnavailableException when the database cannot be reached
     * @throws io.runasjob.job.ReadOnlyStoreException when it cannot be written
     * @throws io.runasjob.job.SchemaVersionException when its tables are those of a newer version
     */
    void open();

    /** The time by which all decisions are made. */
    Instant now();

    /** The doorbell of this store; the same object on every call. */
    WakeUp wakeUp();

    /** Frees what the store holds; calling it again does nothing. */
    @Override
    void close();
}
