package io.runasjob.jdbc;

import io.runasjob.spi.WakeUp;
import io.runasjob.spi.WakeUp.Bell;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * A doorbell that the commit of a transaction rings, so that the ring is heard if and only if the transaction has done what it
 * rings for. Safe for use by many threads.
 */
interface CommitBell {

    /** The bell that belongs to a doorbell; where commits cannot ring, one that leaves all to {@link WakeUp#ring}. */
    static CommitBell of(WakeUp wakeUp) {
        return wakeUp instanceof CommitBell bell ? bell : new Mute();
    }

    /**
     * A ring for other JVMs that the statement shall take along which stores what it is for; {@link #rodeAlong} tells this JVM.
     * Empty where it is better to ring afterwards.
     */
    Optional<PostgresChannel.Ride> ride(Bell bell);

    /** The ring that a statement took along is committed. */
    void rodeAlong(Bell bell);

    /** Rings when the transaction of this connection commits, in every JVM that listens, this one included. */
    void ringAtCommit(Connection connection, Set<Bell> bells) throws SQLException;

    /** Commits ring nothing here. */
    final class Mute implements CommitBell {
        private Mute() {}

        @Override
        public Optional<PostgresChannel.Ride> ride(Bell bell) {
            return Optional.empty();
        }

        @Override
        public void rodeAlong(Bell bell) {
            // nothing rides here
        }

        @Override
        public void ringAtCommit(Connection connection, Set<Bell> bells) {
            // whoever commits rings afterwards, or nodes find the jobs when they look
        }
    }
}
