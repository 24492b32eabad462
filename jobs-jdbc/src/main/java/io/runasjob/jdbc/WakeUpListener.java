package io.runasjob.jdbc;

import io.runasjob.spi.WakeUp.Bell;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The thread that hears other JVMs: connects, listens until the connection is lost, and again, until stopped. */
final class WakeUpListener implements Runnable {
    /** Who wants to know. */
    interface Ears {
        /** From now on other JVMs are heard, as a rule; rings before may have been missed. */
        void connected();

        /** Nothing was heard for long, not even ourselves. */
        void deaf();

        /** Another doorbell has rung. */
        void heard(Bell bell);

        /** This thread ends, and will hear nothing more. */
        void stopped();
    }

    private final PostgresChannel channel;
    private final WakeUpState state;
    private final Ears ears;
    private final AttemptPace pace =
            new AttemptPace(System.nanoTime(), () -> ThreadLocalRandom.current().nextDouble());
    private final Thread thread;
    private volatile @Nullable ListeningConnection current;

    WakeUpListener(PostgresChannel channel, WakeUpState state, Ears ears) {
        this.channel = channel;
        this.state = state;
        this.ears = ears;
        thread = WakeUpThreads.daemon("runasjob-wakeup-listen", this);
    }

    void start() {
        thread.start();
    }

    /**
     * Ends the thread: where it listens, the last message of the sender has it look up and end by itself. Where that does
     * not come, or it waits for a connection, it is cut off.
     */
    void stop(Duration patience) {
        if (state.listens()) {
            WakeUpThreads.join(thread, patience);
        }
        ListeningConnection connection = current;
        if (connection != null) {
            connection.abort();
        }
        thread.interrupt();
        WakeUpThreads.join(thread, patience);
    }

    @Override
    public void run() {
        try {
            listenWhileOpen();
        } finally {
            // where an error ended us, say so; where we were told to stop, this changes nothing
            state.fails(WakeUpState.Way.IN, new IllegalStateException("the listening thread has ended"));
            ears.stopped();
        }
    }

    private void listenWhileOpen() {
        while (state.open()) {
            long wait = pace.nanosToWait(System.nanoTime());
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                pace.attempted(System.nanoTime());
                listenUntilLost();
            }
        }
    }

    private void listenUntilLost() {
        try (ListeningConnection connection = channel.listen()) {
            current = connection;
            state.listens(true);
            ears.connected();
            while (state.open()) {
                hear(connection);
            }
        } catch (SQLException e) {
            lost(e, ListeningConnection.UNSUPPORTED.equals(e.getSQLState()));
        } catch (LinkageError e) {
            // no pgjdbc on the class path
            lost(e, true);
        } catch (RuntimeException | Error e) { // nobody else would start this thread again
            lost(e, false);
        } finally {
            state.listens(false);
            current = null;
        }
    }

    private void hear(ListeningConnection connection) throws SQLException {
        List<String> payloads = connection.next();
        for (String payload : payloads) {
            if (channel.isOwn(payload)) {
                state.works(WakeUpState.Way.IN);
            }
            channel.heard(payload).forEach(ears::heard);
        }
        if (payloads.isEmpty() && !state.hears() && state.open()) {
            ears.deaf();
        }
    }

    private void lost(Throwable cause, boolean forGood) {
        if (forGood) {
            state.stayLocal(cause);
        } else {
            state.fails(WakeUpState.Way.IN, cause);
        }
    }
}
