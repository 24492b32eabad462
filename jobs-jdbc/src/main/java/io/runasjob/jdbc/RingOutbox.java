package io.runasjob.jdbc;

import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bells that wait to be sent, each once however often it was rung. A bell is due at once, or when the gap since it was
 * last taken has passed. Any thread may {@link #add}; only one takes what waits. Times are those of {@link System#nanoTime()}.
 */
final class RingOutbox {
    private final long gapNanos;
    private final long quietNanos;

    /** A bell leaves before it is sent, so that a ring while we send is sent again afterwards. */
    private final Set<Bell> waiting = ConcurrentHashMap.newKeySet();

    private final Map<Bell, Long> takenAt = new ConcurrentHashMap<>();

    /**
     * @param gap between two times that a bell is due
     * @param quiet for so long a bell was not rung when it is taken along
     */
    RingOutbox(Duration gap, Duration quiet) {
        gapNanos = gap.toNanos();
        quietNanos = quiet.toNanos();
    }

    /** Whether the bell was not waiting yet. */
    boolean add(Bell bell) {
        return waiting.add(bell);
    }

    /** The bells that are due; they wait no longer. */
    Set<Bell> takeDue(long now) {
        Set<Bell> due = new HashSet<>(waiting);
        due.removeIf(bell -> nanosToWait(bell, now) > 0);
        for (Bell bell : due) {
            takenAt.put(bell, now);
            waiting.remove(bell);
        }
        return due;
    }

    /** Takes a bell for somebody else to send, unless it was rung lately. Any thread may. */
    boolean takeAlong(Bell bell, long now) {
        Long last = takenAt.get(bell);
        if (waiting.contains(bell) || (last != null && now - last < quietNanos)) {
            return false;
        }
        return last == null ? takenAt.putIfAbsent(bell, now) == null : takenAt.replace(bell, last, now);
    }

    /** All that wait, due or not. */
    Set<Bell> takeAll(long now) {
        takenAt.clear();
        return takeDue(now);
    }

    /** How long until some waiting bell is due, 0 when one is; empty when none waits. */
    OptionalLong nanosToNext(long now) {
        return waiting.stream().mapToLong(bell -> nanosToWait(bell, now)).min();
    }

    private long nanosToWait(Bell bell, long now) {
        Long last = takenAt.get(bell);
        return last == null ? 0 : Math.max(0, last + gapNanos - now);
    }
}
