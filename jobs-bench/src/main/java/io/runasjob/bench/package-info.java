/**
 * The benchmark: RunAsJob beside db-scheduler, JobRunr and Quartz, and beside the bare database, on one durable server.
 *
 * <p>{@link io.runasjob.bench.Benchmark} goes through all workloads several times, and within each through all systems, so
 * that a machine that gets slower or faster meanwhile does so for all. Every run has an empty database and JVMs of its own,
 * warmed up until their compilers rest ({@code node}), and counts only when exactly the submitted jobs were finished
 * ({@code workload.Delivery}). Statements are counted in runs of their own, which are not timed, because counting costs time.
 */
@NullMarked
package io.runasjob.bench;

import org.jspecify.annotations.NullMarked;
