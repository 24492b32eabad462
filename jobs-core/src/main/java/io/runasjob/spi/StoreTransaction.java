package io.runasjob.spi;

/**
 * A transaction that the application has opened itself, in a form that its kind of store knows: a marker, made by the store's
 * own module. Jobs are submitted in it by {@link JobTransactions#joining}, attempts end with it by {@link
 * JobTransactions#commit}. Used by one thread at a time, like the transaction.
 */
public interface StoreTransaction {}
