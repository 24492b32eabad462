/**
 * From a ready job to the stored end of its attempt, on this node.
 *
 * <pre>
 * Claimer ──claims──▶ Lane (one for each queue) ──▶ worker thread ──▶ AttemptRunner ──▶ Finisher ──stores──▶ store
 *                       ▲                                │
 * ClaimingInserts ──────┘ what is submitted here         │
 *                          Leases (all that this node holds) ◀── Heart (heartbeat, cancel) ◀── Watch (time)
 * </pre>
 *
 * <p>Nobody polls for long. What the bell does not tell, the node finds by one look for all its loops: each heartbeat is one,
 * and the {@code Lookout} looks between them where the bell is not heard across JVMs.
 *
 * <p>Terms. A <em>held attempt</em> is one whose lease this node got and whose end it has not yet handed to the finisher:
 * waiting in a lane, or running. A node is <em>fenced</em> while it cannot prove that its leases are still its own.
 *
 * <p>Invariants. Each held attempt gets exactly one end ({@link io.runasjob.worker.HeldAttempt#end} decides who gives it).
 * Where the handler itself gives it, in a transaction of its own ({@code FencedEnds}), the finisher writes nothing; where that
 * fails, the right to the end goes back.
 * A fenced node claims nothing, and what it held is interrupted and released. The heart is the last thing that stops.
 *
 * <p>Suspects. A job that was lost may be what killed its node. So that it is found, and others are not blamed in its place,
 * {@code Suspects} lets such jobs wait in the store rather than in a lane, and one that is on its last chance run here alone
 * among them.
 *
 * <p>Failure. When the store is away, the claimer and the finisher back off and go on later, ends wait in memory; when the
 * node cannot renew for two thirds of its lease, the watch fences it, so that it stops before others take over. A stale end
 * is refused by the store and only noted here: somebody else has that job.
 *
 * <p>Stop. Stop claiming, give back what waits, drain up to the grace period, interrupt, release what still runs, store the
 * ends, last heartbeat.
 */
@NullMarked
package io.runasjob.worker;

import org.jspecify.annotations.NullMarked;
