/**
 * The benchmark: RunAsJob beside db-scheduler, JobRunr and Quartz, and beside the bare database, on one durable server.
 *
 * <p>{@link io.runasjob.bench.Benchmark} takes each workload in turn, several times, and within it each system, so that a
 * machine that gets slower or faster meanwhile does so for all. Every run has an empty database and JVMs of its own
 * ({@code node}), and counts only when exactly the submitted jobs were finished ({@code workload.Delivery}). Statements
 * are counted in runs of their own, which are not timed, because counting costs time.
 */
@NullMarked
package io.runasjob.bench;

import org.jspecify.annotations.NullMarked;
