package io.runasjob.spi;

import java.util.function.Consumer;

/**
 * A doorbell: tells whoever listens that something may be worth a look now. It carries no data and promises nothing: what it
 * did not tell is found by {@link NodeRegistry#heartbeat} and {@link NodeRegistry#look}. Safe for use by any number of threads.
 */
public interface WakeUp {

    /** What may be worth a look. */
    enum Bell {
        /** There may be new PENDING jobs. */
        READY,
        /** There may be new SCHEDULED jobs, due earlier than those known. */
        SCHEDULED,
        /** Running jobs may have been asked to stop. */
        CANCEL,
        /** Jobs that somebody waits for may have ended. */
        FINISHED,
        /** Nodes may have died while they held jobs. */
        LOST
    }

    /**
     * Rings for every listener in this JVM, and in others where {@link #reachesOtherJvms()}. Returns at once, throws nothing,
     * and never runs in the caller's transaction: ring after the commit. Rings in quick succession may be merged.
     */
    void ring(Bell bell);

    /**
     * Calls the listener, on a thread of the doorbell or of a ringer, until the subscription is closed. A listener returns at
     * once and throws nothing.
     */
    Subscription listen(Consumer<Bell> listener);

    /** Whether a ring is at present heard in other JVMs on the same database; where it is not, nodes look more often. */
    boolean reachesOtherJvms();

    /** Ends a listener by {@link #close()}. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
