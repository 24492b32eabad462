package io.runasjob.mongo;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.runasjob.spi.WakeUp.Bell;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the rings of other stores on a thread of its own. When the stream breaks it is opened again where it was, or,
 * when the server no longer knows that place, from now on; every bell is rung then, since rings may have been missed.
 */
final class RingListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingListener.class);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Doorbell doorbell;
    private final UUID here;
    private final Consumer<Bell> ears;
    private final Thread thread = new Thread(this::run, "runasjob-mongo-doorbell");
    private volatile boolean listening;
    private volatile boolean closed;
    private @Nullable BsonDocument place;
    private int failures;

    RingListener(Doorbell doorbell, UUID here, Consumer<Bell> ears) {
        this.doorbell = doorbell;
        this.here = here;
        this.ears = ears;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isListening() {
        return listening;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                listen();
            } catch (RuntimeException | Error e) { // nobody else would start this thread again
                rest(e);
            } finally {
                listening = false;
            }
        }
    }

    private void listen() {
        try (MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> rings = doorbell.open(place)) {
            listening = true;
            if (failures > 0) {
                failures = 0;
                LOG.info("The doorbell of MongoDB is heard again");
                for (Bell bell : Bell.values()) {
                    ears.accept(bell);
                }
            }
            while (!closed) {
                ChangeStreamDocument<BsonDocument> ring = rings.tryNext();
                if (ring != null) {
                    Ring.heard(ring.getFullDocument(), here).ifPresent(ears);
                }
                place = rings.getResumeToken();
            }
        }
    }

    /** A place that the server refused is forgotten. */
    private void rest(Throwable reason) {
        if (closed) {
            return;
        }
        failures++;
        if (failures > 1) {
            place = null;
        } else {
            LOG.warn(
                    "The doorbell of MongoDB is not heard, jobs of other nodes are found by polling until it is",
                    reason);
        }
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
    }
}
