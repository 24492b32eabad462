package io.runasjob.jdbc;

import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the doorbell reaches other JVMs, and the log of it: one WARN when it ceases to, one INFO when both ways work
 * again. Safe for use by many threads.
 */
final class WakeUpState {
    /**
     * In: we hear others, which is believed once we have heard ourselves, since behind some poolers {@code LISTEN} hears
     * nothing. Out: others hear us, which is believed until a send fails.
     */
    enum Way {
        IN,
        OUT
    }

    private enum Phase {
        OPEN,
        /** Another driver or database: local for good. */
        LOCAL,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(WakeUpState.class);

    private final String channel;
    private volatile Phase phase = Phase.OPEN;
    private volatile Set<Way> working = Set.of(Way.OUT);
    private volatile boolean listens;
    private boolean warned;

    WakeUpState(String channel) {
        this.channel = channel;
    }

    /** Whether to go on connecting, listening and sending. */
    boolean open() {
        return phase == Phase.OPEN;
    }

    boolean closed() {
        return phase == Phase.CLOSED;
    }

    /** Whether {@code LISTEN} was said on a connection that is up; whether anything is heard there is another question. */
    boolean listens() {
        return listens;
    }

    void listens(boolean now) {
        listens = now;
    }

    boolean hears() {
        return working.contains(Way.IN);
    }

    boolean sends() {
        return working.contains(Way.OUT);
    }

    boolean reachesOtherJvms() {
        return open() && reachedOtherJvms();
    }

    private boolean reachedOtherJvms() {
        return working.size() == Way.values().length;
    }

    void works(Way way) {
        if (!working.contains(way)) {
            mended(way);
        }
    }

    private synchronized void mended(Way way) {
        Set<Way> now = EnumSet.of(way);
        now.addAll(working);
        working = Set.copyOf(now);
        if (warned && reachedOtherJvms()) {
            warned = false;
            LOG.atInfo()
                    .addKeyValue("channel", channel)
                    .log("The doorbell reaches other JVMs again; jobs are found at once as before");
        }
    }

    synchronized void fails(Way way, Throwable cause) {
        Set<Way> now = EnumSet.complementOf(EnumSet.of(way));
        now.retainAll(working);
        working = Set.copyOf(now);
        if (!open()) {
            return;
        }
        (warned ? LOG.atDebug() : LOG.atWarn())
                .addKeyValue("channel", channel)
                .addKeyValue("way", way)
                .setCause(cause)
                .log(
                        "The doorbell does not reach other JVMs: LISTEN/NOTIFY failed. Nothing is lost, their jobs are found"
                                + " by polling; it tries again about once a second. If it stays so, see whether the database is"
                                + " up and the pool has a connection left");
        warned = true;
    }

    synchronized void stayLocal(Throwable cause) {
        if (!open()) {
            return;
        }
        phase = Phase.LOCAL;
        working = Set.of();
        LOG.atWarn()
                .addKeyValue("channel", channel)
                .addKeyValue("cause", cause.toString())
                .log("The doorbell stays in this JVM: LISTEN/NOTIFY needs PostgreSQL and its own driver, pgjdbc, which"
                        + " this data source lacks. Jobs of other JVMs are found by polling. To be woken at once, use"
                        + " a data source of org.postgresql");
    }

    synchronized void close() {
        phase = Phase.CLOSED;
    }
}
