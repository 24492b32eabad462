/**
 * The reference store: jobs in the memory of one JVM, gone with it. For tests, for jobs that need not survive, and as the
 * shortest correct reading of {@link io.runasjob.spi.JobStore}: where another store is in doubt, this one shows what is
 * meant.
 *
 * <p>One lock guards everything; each verb takes it once, asks the clock once, and is therefore atomic. Below the public
 * {@link io.runasjob.memory.InMemoryJobStore} stand one class for each role of the interface and three that they share:
 *
 * <ul>
 *   <li>{@code JobTable} holds the snapshots and keeps its indexes true: ready jobs of each queue in dequeue order,
 *       scheduled jobs by due time, running jobs, and who holds which unique key. A job is changed only by replacing its
 *       snapshot, so no index can be forgotten.
 *   <li>{@code Steps} are the transitions as pure functions from snapshot to snapshot.
 *   <li>{@code QueueSettings} are the paused queues and the limits.
 * </ul>
 *
 * <p>All or nothing: a verb that may refuse checks everything before its first write. Nothing here rings the doorbell; who
 * calls a verb rings it, as with every other store.
 */
@NullMarked
package io.runasjob.memory;

import org.jspecify.annotations.NullMarked;
