/**
 * The store on MongoDB 5.0 and later: replica sets, sharded clusters, and standalone servers with a warning.
 *
 * <p><b>Terms.</b> An <em>act</em> is one verb of the storage interface, one file each, named as in the JDBC store: {@code
 * InsertJobs}, {@code ClaimJobs}, {@code FinishAttempts} … Every job, live or finished, is one document of the collection
 * {@code <prefix>}, with the history of its attempts. A <em>stamp</em> is a random value that an act leaves in the documents
 * that it changes, so that it can ask afterwards which these were. An <em>intake</em> is one insert of several documents: they
 * are STAGED, and nobody sees them, until the one document of the intake says that it is committed.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>Whatever must hold at once stands in one document and changes in one guarded update, or is held by a unique index. No
 *       act needs a transaction; only {@link io.runasjob.mongo.MongoTransaction} uses one, the caller's.
 *   <li>Every write about a running job is guarded by (id, RUNNING, attempt, node); every transition by the statuses that
 *       {@link io.runasjob.job.JobStatus} allows it from.
 *   <li>A unique key stands in the field {@code holds} of its job exactly while the job is unfinished; a unique index does the
 *       rest.
 *   <li>An act of several steps can stop after any of them: another node, or the same act run again, ends it.
 *   <li>Every time is the server's, to the millisecond: read once by an act ({@code Database#now}), or set by the server.
 *   <li>Write concern majority with journal and read concern majority, whatever the client was made with.
 * </ul>
 *
 * <p><b>Failures.</b> A write whose answer is lost, or that was not confirmed by a majority, has an unknown outcome: it is
 * looked up by its stamp. What cannot be found out is a {@link io.runasjob.job.StoreUnavailableException}; nothing is
 * repeated blindly.
 */
@NullMarked
package io.runasjob.mongo;

import org.jspecify.annotations.NullMarked;
