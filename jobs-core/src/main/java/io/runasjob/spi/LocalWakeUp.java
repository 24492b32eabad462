package io.runasjob.spi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A doorbell that is heard in this JVM only: the building block of every store's. Safe for use by many threads. */
public final class LocalWakeUp implements WakeUp {
    private final List<Consumer<Bell>> listeners = new CopyOnWriteArrayList<>();

    /** A doorbell that nobody listens to yet. */
    public LocalWakeUp() {}

    @Override
    public void ring(Bell bell) {
        for (Consumer<Bell> listener : listeners) {
            listener.accept(bell);
        }
    }

    @Override
    public Subscription listen(Consumer<Bell> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean reachesOtherJvms() {
        return false;
    }
}
