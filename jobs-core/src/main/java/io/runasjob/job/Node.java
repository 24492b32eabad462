package io.runasjob.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A running job service as the store knows it. Immutable; threads may share it.
 *
 * @param id random for each start
 * @param host name of its machine
 * @param pid its process id
 * @param queues the queues whose jobs it runs; empty when it only submits
 * @param types the job types that it knows
 * @param started when it registered
 * @param lastHeartbeat when it was last heard of
 * @param deadAfter how long after its last heartbeat its jobs are given to others
 * @param alive whether it was heard of within {@code deadAfter}, when this was read
 */
public record Node(
        NodeId id,
        String host,
        long pid,
        Set<String> queues,
        Set<String> types,
        Instant started,
        Instant lastHeartbeat,
        Duration deadAfter,
        boolean alive) {}
