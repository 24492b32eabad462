package io.runasjob.spi;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;

/**
 * The role of a store that takes part in transactions of the application. By default a store knows none and refuses them
 * all, before anything is written.
 */
public interface JobTransactions {

    /**
     * An intake whose jobs exist if and only if the caller's transaction commits. It never commits, rolls back or closes
     * that transaction, nor changes a setting of it; a refusal leaves it usable. Where a ring reaches other JVMs ({@link
     * WakeUp#reachesOtherJvms()}), the commit itself rings, in this JVM too; elsewhere nobody is told of the commit.
     *
     * @throws InvalidValueException when the store does not know such a transaction, or it cannot hold jobs of this store
     */
    default JobIntake joining(StoreTransaction transaction) {
        throw unknown(transaction);
    }

    /**
     * Writes the end of an attempt and commits the transaction with it. Where the lease is not the current one, and when
     * the end cannot be written, the transaction is rolled back.
     *
     * @return false when the lease was stale
     * @throws InvalidValueException when the store does not know such a transaction, or it is not one of its database;
     *     nothing is done to it then
     * @throws io.runasjob.job.StoreUnavailableException when it was not committed, or when nobody can tell: the lease
     *     guards whatever is written about the attempt from now on
     */
    default boolean commit(StoreTransaction transaction, AttemptEnd.Completed end) {
        throw unknown(transaction);
    }

    /** Whether {@link #begin} gives handlers an object of this class. */
    default boolean supplies(Class<?> resource) {
        return false;
    }

    /**
     * Begins a transaction for a handler that takes the object behind it as a parameter.
     *
     * @param resource the class of that parameter
     */
    default OpenTransaction begin(Class<?> resource) {
        throw new InvalidValueException(
                Field.TRANSACTION,
                resource.getName(),
                "what " + getClass().getSimpleName() + " supplies: nothing",
                null);
    }

    private InvalidValueException unknown(StoreTransaction transaction) {
        return new InvalidValueException(
                Field.TRANSACTION,
                transaction.getClass().getSimpleName(),
                "a transaction of the database in which " + getClass().getSimpleName() + " keeps its jobs",
                null);
    }

    /** A transaction that the store has begun for one handler. Used by one thread. */
    interface OpenTransaction extends AutoCloseable {

        /** What the handler gets. */
        Object resource();

        /** What {@link JobTransactions#commit} takes. */
        StoreTransaction transaction();

        /** Undoes what is not committed and gives the connection back. Throws nothing. */
        @Override
        void close();
    }
}
