package io.runasjob.jdbc;

import io.runasjob.spi.LocalWakeUp;
import io.runasjob.spi.WakeUp;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A doorbell that is heard in this JVM at once and, through PostgreSQL's {@code NOTIFY}, in every other JVM that has one on
 * the same channel and database.
 *
 * <p>It works from construction until {@link #close()}, with two daemon threads: {@code runasjob-wakeup-listen} holds one
 * connection of the data source for good, and {@code runasjob-wakeup-send} borrows a second one, in turn with the acts of
 * the engine, for the length of one statement whenever this JVM has rung or begins to listen. The first ring of a bell leaves at once, later ones at most every {@value
 * WakeUpSender#GAP_MILLIS} ms, the last one always. The ring for a single new job, after {@value WakeUpSender#QUIET_MILLIS} ms
 * without one, leaves in the statement that stores the job: one change of thread and one round trip less. Nothing is sent while nobody rings, except a probe of the connection
 * after {@value ListeningConnection#QUIET_MILLIS} ms in which nothing was heard.
 *
 * <p>What surprises: two connections are needed because pgjdbc lets nobody send on a connection that waits for
 * notifications; a data source without a pool therefore connects anew for each burst of rings. All bells ring here once
 * whenever the listening connection comes up, the first time too, since rings may have been missed before. Behind a pooler
 * in transaction mode {@code LISTEN} hears nothing: other JVMs count as reached only once the doorbell has heard a message of
 * its own, and until then nodes look often. A data source of another driver leaves the doorbell local, with one warning.
 *
 * <p>Safe for use by any number of threads.
 */
final class PostgresWakeUp implements WakeUp, CommitBell, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWakeUp.class);

    private static final String DEAF =
            "LISTEN hears nothing, not even what this doorbell itself sends. Is there a pooler in"
                    + " transaction mode in between? Connect directly, or through a pooler in session mode";

    /** How long {@link #close()} waits for each thread before it cuts it off, and then again; both are daemons. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final LocalWakeUp local = new LocalWakeUp();
    private final PostgresChannel channel;
    private final WakeUpState state;
    private final WakeUpSender sender;
    private final WakeUpListener listener;

    /**
     * Starts to listen. Connects in the background: a database that is away does not make this fail.
     *
     * @param turn one permit, held while a connection is borrowed to send
     * @param channel the name of the channel, 1 to 63 bytes, compared exactly
     * @param databaseAnswered whether it answered others since a time of {@link System#nanoTime()}
     */
    PostgresWakeUp(DataSource dataSource, Semaphore turn, String channel, LongPredicate databaseAnswered) {
        // a random name for each doorbell, not for each JVM: two of them in one JVM hear each other
        PostgresChannel line =
                new PostgresChannel(dataSource, turn, channel, UUID.randomUUID().toString());
        this.channel = line;
        state = new WakeUpState(channel, databaseAnswered);
        sender = new WakeUpSender(line, state);
        listener = new WakeUpListener(line, state, new WakeUpListener.Ears() {
            @Override
            public void connected() {
                sender.probe();
                for (Bell bell : Bell.values()) {
                    ringHere(bell);
                }
            }

            @Override
            public void deaf() {
                state.deaf(new IllegalStateException(DEAF));
                sender.probe();
            }

            @Override
            public void heard(Bell bell) {
                ringHere(bell);
            }

            @Override
            public void stopped() {
                sender.wake();
            }
        });
        sender.start();
        listener.start();
    }

    @Override
    public void ring(Bell bell) {
        if (state.closed()) {
            return;
        }
        ringHere(bell);
        sender.add(bell);
    }

    /**
     * Empty where the bell was rung a moment ago, since PostgreSQL lets transactions that notify commit one after the other, and
     * where it is not heard elsewhere.
     */
    @Override
    public Optional<PostgresChannel.Ride> ride(Bell bell) {
        return state.reachesOtherJvms() && sender.leave(bell) ? Optional.of(channel.ride(bell)) : Optional.empty();
    }

    @Override
    public void rodeAlong(Bell bell) {
        ringHere(bell);
    }

    /** Where nobody can listen it does nothing. */
    @Override
    public void ringAtCommit(Connection connection, Set<Bell> bells) throws SQLException {
        if (state.open()) {
            channel.sendWith(connection, bells);
        }
    }

    private void ringHere(Bell bell) {
        try {
            local.ring(bell);
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("bell", bell)
                    .setCause(e)
                    .log("A listener of the doorbell threw, though it must not; other listeners may not have heard"
                            + " this ring and will find their work by polling");
        }
    }

    @Override
    public Subscription listen(Consumer<Bell> consumer) {
        return local.listen(consumer);
    }

    @Override
    public boolean reachesOtherJvms() {
        return state.reachesOtherJvms();
    }

    /**
     * Sends what still waits, then ends both threads and gives the connection back, as a rule within milliseconds and at
     * the latest after one and a half seconds. Later rings do nothing, and so does a second call.
     */
    @Override
    public void close() {
        state.close();
        sender.stop(PATIENCE);
        listener.stop(PATIENCE);
    }
}
