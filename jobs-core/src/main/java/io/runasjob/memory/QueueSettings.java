package io.runasjob.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was decided about queues. Guarded by the store's lock. */
final class QueueSettings {
    private final Set<String> paused = new TreeSet<>();
    private final Map<String, Long> limits = new HashMap<>();

    void pause(String queue, boolean pause) {
        if (pause) {
            paused.add(queue);
        } else {
            paused.remove(queue);
        }
    }

    boolean isPaused(String queue) {
        return paused.contains(queue);
    }

    Set<String> paused() {
        return Set.copyOf(paused);
    }

    void limit(String queue, long limit) {
        limits.put(queue, limit);
    }

    long limit(String queue) {
        return limits.getOrDefault(queue, Long.MAX_VALUE);
    }
}
