/** The workload: handlers, the process that runs them, and the submitter. Everything that they do is in their logs. */
@NullMarked
package io.runasjob.chaos.work;

import org.jspecify.annotations.NullMarked;
