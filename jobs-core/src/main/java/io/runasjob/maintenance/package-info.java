/**
 * What moves on without a worker: jobs that are due become ready, jobs of dead nodes are rescued, leftovers are cleared away. The
 * first two loops wait until they are told that there may be something to do, by the bell or by what the node found.
 *
 * <p>Every node does this for all; no leader is needed, because each act is one guarded step of the store that any number of
 * nodes may take at once.
 */
@NullMarked
package io.runasjob.maintenance;

import org.jspecify.annotations.NullMarked;
