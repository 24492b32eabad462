/**
 * One start/stop contract for every background thread of the engine: {@link io.runasjob.loop.Loop}. Not exported.
 *
 * <p>A loop runs a step, waits as long as the step said or until it is woken, and runs it again. Whatever a step throws is
 * caught: the loop says so once (WARN), backs off with jitter, tries again, and says once that it is well again (INFO). So a
 * database that goes away stops nothing for good, and is not hammered while it is away. That it is away is no news of any
 * single loop: {@link io.runasjob.loop.Outage} says it, once for the node.
 */
@NullMarked
package io.runasjob.loop;

import org.jspecify.annotations.NullMarked;
