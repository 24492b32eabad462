/**
 * The wire between a process and the database, with a hand on it: {@link io.runasjob.chaos.wire.Proxy} cuts, holds up, and drops
 * the answer to a commit. What a commit and its answer look like differs by protocol: {@link io.runasjob.chaos.wire.CommitSpy}.
 */
@NullMarked
package io.runasjob.chaos.wire;

import org.jspecify.annotations.NullMarked;
