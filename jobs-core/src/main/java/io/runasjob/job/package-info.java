/**
 * The words: what a job is, what can be asked for, what can be read, what can go wrong.
 *
 * <p>Everything here is an immutable value or a small interface. A {@link io.runasjob.job.JobRequest} says what is wanted; a
 * {@link io.runasjob.job.Job} is a snapshot of what became of it; {@link io.runasjob.job.JobStatus} holds the one table of
 * legal transitions; {@link io.runasjob.job.JobContext} is what a running handler sees; {@link io.runasjob.job.JobType} is
 * a stable name with its handler and defaults.
 *
 * <p>Invariants: a {@link io.runasjob.job.Lease} (job, attempt, node) names one attempt for ever, because attempt numbers
 * of a job only grow; a snapshot never changes; a request that could not be stored is refused here, before any store sees
 * it.
 *
 * <p>This package knows nobody but {@code io.runasjob.retry}, because a request carries its own retry policy.
 */
@NullMarked
package io.runasjob.job;

import org.jspecify.annotations.NullMarked;
