/**
 * What the engine needs from the outside: a {@link io.runasjob.spi.JobStore} with its narrow roles, threads ({@link
 * io.runasjob.spi.JobExecutor}), JSON ({@link io.runasjob.spi.PayloadCodec}) and a doorbell ({@link
 * io.runasjob.spi.WakeUp}).
 *
 * <p>Rules that every store keeps, each held by the store contract of the test kit:
 *
 * <ul>
 *   <li>Every write about a running job is a compare-and-set on (id, RUNNING, attempt, node); a stale one changes nothing
 *       and is missing from the answer.
 *   <li>Every transition is one of {@link io.runasjob.job.JobStatus}, checked in the statement that writes.
 *   <li>Due, lease and tick decisions are made by the clock of the store ({@link io.runasjob.spi.JobStore#now()}), never by
 *       that of a node.
 *   <li>A transaction of the application's ({@link io.runasjob.spi.JobTransactions}) is joined as it is, or refused before
 *       anything is written.
 *   <li>Everything takes a list. One call is all or nothing.
 *   <li>Verbs of upkeep (promote, rescue) need no leader: any number of nodes may call them at once.
 *   <li>After {@code close} every verb throws {@link io.runasjob.job.StoreClosedException}; a database that does not answer
 *       gives {@link io.runasjob.job.StoreUnavailableException}.
 * </ul>
 */
@NullMarked
package io.runasjob.spi;

import org.jspecify.annotations.NullMarked;
