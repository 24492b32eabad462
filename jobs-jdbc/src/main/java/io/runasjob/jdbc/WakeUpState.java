package io.runasjob.jdbc;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the doorbell reaches other JVMs, and the log of it: one WARN when it ceases to although the database answers
 * others, one INFO when both ways work again. A database that is away altogether is for others to tell. Safe for use by many
 * threads.
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

    /** A database that answers others so long after the doorbell began to fail is not away. */
    private static final long DOUBT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String channel;
    private final LongPredicate databaseAnswered;
    private volatile Phase phase = Phase.OPEN;
    private volatile Set<Way> working = Set.of(Way.OUT);
    private volatile boolean listens;
    private boolean failing;
    private long failingSince;
    private boolean warned;

    /** @param databaseAnswered whether it answered others since a time of {@link System#nanoTime()} */
    WakeUpState(String channel, LongPredicate databaseAnswered) {
        this.channel = channel;
        this.databaseAnswered = databaseAnswered;
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
        if (reachedOtherJvms()) {
            failing = false;
        }
        if (warned && reachedOtherJvms()) {
            warned = false;
            LOG.atInfo()
                    .addKeyValue("channel", channel)
                    .log("The doorbell reaches other JVMs again; jobs are found at once as before");
        }
    }

    /** A connection was lost, or not to be had. */
    synchronized void fails(Way way, Throwable cause) {
        if (!failing) {
            failing = true;
            failingSince = System.nanoTime();
        }
        ceases(way, cause, databaseAnswered.test(failingSince + DOUBT_NANOS));
    }

    /** Nothing is heard on a connection that is up. */
    synchronized void deaf(Throwable cause) {
        ceases(Way.IN, cause, true);
    }

    private void ceases(Way way, Throwable cause, boolean ours) {
        Set<Way> now = EnumSet.complementOf(EnumSet.of(way));
        now.retainAll(working);
        working = Set.copyOf(now);
        if (!open()) {
            return;
        }
        (warned || !ours ? LOG.atDebug() : LOG.atWarn())
                .addKeyValue("channel", channel)
                .addKeyValue("way", way)
                .setCause(cause)
                .log(
                        "The doorbell does not reach other JVMs: LISTEN/NOTIFY failed. Nothing is lost, their jobs are found"
                                + " by polling; it tries again about once a second. If it stays so, see whether the database is"
                                + " up and the pool has a connection left");
        warned |= ours;
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
