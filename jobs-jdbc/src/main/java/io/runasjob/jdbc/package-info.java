/**
 * The store on relational databases: H2 (embedded, or by its server), PostgreSQL, MariaDB and MySQL, in the versions
 * that {@code JdbcDialect} names.
 *
 * <p><b>Terms.</b> An <em>act</em> is one verb of the storage interface, one file each: {@code InsertJobs}, {@code ClaimJobs},
 * {@code FinishAttempts} … A <em>live</em> job (BLOCKED to RUNNING) is a row of the table {@code <prefix>}; a finished one is
 * a row of {@code <prefix>_history}. A job is in exactly one of the two, and moves between them in one transaction. The
 * <em>engine</em> are the acts of the background threads (claim, finish, progress, promote, rescue); they share one
 * connection at a time, whatever the number of workers. {@code Grammar} holds what the databases spell differently, {@code
 * Wire} how values travel to them and back.
 *
 * <p>A <em>caller's transaction</em> is one that the application began: jobs are inserted in it ({@code JoinInsert}), an
 * attempt ends with it ({@code CommitAttempt}). The same acts run there, without the retries and the commit of {@code
 * Database}; {@code TransactionCheck} looks at the connection first.
 *
 * <p><b>States.</b> The statements name the transitions that they make as {@code ${RUNNING->COMPLETED}}; {@code Sql} renders
 * that to the codes of the statuses on the left, and refuses, when the store is built, a transition that {@link
 * io.runasjob.job.JobStatus} does not list.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>READ COMMITTED; rows are locked in the order of their ids, or with SKIP LOCKED.
 *   <li>Every write about a running job looks for its row by (id, RUNNING, attempt, node) and locks it first.
 *   <li>A unique key has a row in {@code <prefix>_unique} exactly while its job is unfinished.
 *   <li>Every time is the database's, to the microsecond.
 *   <li>A transaction of the caller's is left as it was, but for what was asked for: no setting changes, and nothing but
 *       {@link io.runasjob.jdbc.JdbcTransaction#complete} ends it.
 *   <li>One act is one transaction and one statement text for each step, however long the list: arrays carry the values, or
 *       JSON where there are none.
 * </ul>
 *
 * <p><b>Failures.</b> Deadlocks, serialization failures and lost races for a unique row are tried again, a bounded number
 * of times. Everything else from the driver becomes {@link io.runasjob.job.StoreUnavailableException}; it is never tried
 * again here, since a commit whose answer was lost may have happened.
 */
@NullMarked
package io.runasjob.jdbc;

import org.jspecify.annotations.NullMarked;
