/**
 * What was seen of a run: the logs of its processes and what the database held when all was over.
 *
 * <p>Every process appends {@link io.runasjob.chaos.history.Event}s to a file of its own, a line each, handed to the operating
 * system before the process acts on: what a killed process has done is in its file. A {@link
 * io.runasjob.chaos.history.History} is all of that as values; the checker needs nothing else.
 *
 * <p>Times are microseconds since 1970. All processes and the database server share one machine, so their clocks agree; but a
 * time that the database wrote is the beginning of its transaction, which may be long before the commit. Where that matters, a
 * rule uses it only as a bound in the safe direction.
 */
@NullMarked
package io.runasjob.chaos.history;

import org.jspecify.annotations.NullMarked;
