/**
 * The checker: a pure function from a {@link io.runasjob.chaos.history.History} to what is wrong with it.
 *
 * <p>Each {@link io.runasjob.chaos.check.Property} is one rule in one file. A rule never guesses: what it reports cannot have
 * happened in a correct system, however slow the machine was. Where a time of the database is needed, it is used as the lower
 * bound that it is. {@link io.runasjob.chaos.check.InFlight} says which faults struck while something was at stake.
 */
@NullMarked
package io.runasjob.chaos.check;

import org.jspecify.annotations.NullMarked;
