package io.runasjob.mongo;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.runasjob.spi.WakeUp.Bell;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends rings to other stores on a thread of its own; those that come while one is under way are merged. */
final class RingSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingSender.class);

    private final Database database;
    private final UUID here;
    private final Set<Bell> waiting = EnumSet.noneOf(Bell.class);
    private final Thread thread = new Thread(this::run, "runasjob-mongo-rings");
    private boolean closed;

    RingSender(Database database, UUID here) {
        this.database = database;
        this.here = here;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized void send(Bell bell) {
        waiting.add(bell);
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            Set<Bell> bells = take();
            while (!bells.isEmpty()) {
                bells.forEach(this::store);
                bells = take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What has gathered; empty at the end. */
    private synchronized Set<Bell> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        Set<Bell> taken = closed ? Set.of() : EnumSet.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** A ring that is lost does no harm: every listener also polls. */
    private void store(Bell bell) {
        Bson update =
                Updates.combine(new BsonDocument("$set", Ring.document(bell, here)), Updates.currentDate(Ring.AT));
        try {
            database.collection(Index.DOORBELL)
                    .withWriteConcern(WriteConcern.W1)
                    .updateOne(
                            Filters.eq(Names.ID, Values.of(UUID.randomUUID())),
                            update,
                            new UpdateOptions().upsert(true));
        } catch (RuntimeException | Error e) { // nobody else would start this thread again
            LOG.debug("A ring was not sent", e);
        }
    }
}
