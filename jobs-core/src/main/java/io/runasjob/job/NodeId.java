package io.runasjob.job;

import java.util.UUID;

/**
 * Identity of one run of one node: random, new with each start, so that a restarted process is never taken for its
 * predecessor. Immutable; threads may share it.
 *
 * @param value the UUID
 */
public record NodeId(UUID value) {

    /** A new random identity. */
    public static NodeId random() {
        return new NodeId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
