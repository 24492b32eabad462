/**
 * What a host can see of its jobs and nodes beyond a snapshot: why a job waits.
 */
@NullMarked
package io.runasjob.monitor;

import org.jspecify.annotations.NullMarked;
