package io.runasjob.spi;

import io.runasjob.job.Lease;
import io.runasjob.job.Progress;

/**
 * How far a running job is. Immutable; threads may share it.
 *
 * @param lease the attempt that says so
 * @param progress replaces what was stored before
 */
public record ProgressUpdate(Lease lease, Progress progress) {}
