/**
 * The controller: {@link io.runasjob.chaos.Chaos} starts a database server, a submitter and four worker processes, each behind a
 * {@link io.runasjob.chaos.wire.Proxy} of its own, deals out faults, lets everything come to rest, and has the history checked.
 *
 * <p>Terms. A <em>slot</em> is the place of one worker process, which is replaced when it is killed; each slot has a thread
 * that takes faults from the common {@code Deck} until it is empty, so faults of different slots overlap. A fault <em>strikes</em>
 * when its victim has a job, or a call, in its hands at that moment; one that does not goes back into the deck.
 */
@NullMarked
package io.runasjob.chaos;

import org.jspecify.annotations.NullMarked;
