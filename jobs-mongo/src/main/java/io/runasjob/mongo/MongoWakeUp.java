package io.runasjob.mongo;

import io.runasjob.spi.LocalWakeUp;
import io.runasjob.spi.WakeUp;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The doorbell of stores on a replica set or a sharded cluster: rings are small documents of one collection, which remove
 * themselves after a minute, and every store listens to its change stream. Rings in this JVM are heard at once. Safe for use
 * by any number of threads.
 */
final class MongoWakeUp implements WakeUp, AutoCloseable {
    private final LocalWakeUp local = new LocalWakeUp();
    private final RingSender sender;
    private final RingListener listener;

    MongoWakeUp(Database database) {
        UUID here = UUID.randomUUID();
        this.sender = new RingSender(database, here);
        this.listener = new RingListener(new Doorbell(database), here, local::ring);
    }

    void start() {
        sender.start();
        listener.start();
    }

    @Override
    public void ring(Bell bell) {
        local.ring(bell);
        sender.send(bell);
    }

    @Override
    public Subscription listen(Consumer<Bell> consumer) {
        return local.listen(consumer);
    }

    @Override
    public boolean reachesOtherJvms() {
        return listener.isListening();
    }

    @Override
    public void close() {
        listener.close();
        sender.close();
    }
}
