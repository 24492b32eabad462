package io.runasjob.job;

/**
 * A node's right to end one attempt of a job; the attempt number is the fencing token. Every write about a running job
 * names its lease and changes nothing when the lease is not the current one. Immutable; threads may share it.
 *
 * @param job the job
 * @param attempt number of the attempt, from 1, growing with every claim
 * @param node the node that claimed it
 */
public record Lease(JobId job, int attempt, NodeId node) {}
