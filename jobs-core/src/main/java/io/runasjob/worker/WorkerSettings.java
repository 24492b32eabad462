package io.runasjob.worker;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a node works. Immutable; threads may share it.
 *
 * @param queues number of workers of each queue; empty for a node that only submits
 * @param heartbeat time between two heartbeats, 200 ms to 1 h; default 5 s
 * @param deadAfter how long after its last heartbeat a node's jobs go to others: at least 1 s and three heartbeats, at most
 *     10 days; default 30 s
 * @param grace how long running jobs may go on when the service closes, zero to 10 days; default 30 s
 * @param payloadLimit largest size of arguments or a result as JSON, in bytes of UTF-8, 1 KiB to 64 MiB; default 256 KiB
 */
public record WorkerSettings(
        Map<String, Integer> queues, Duration heartbeat, Duration deadAfter, Duration grace, int payloadLimit) {

    /** Default time between two heartbeats. */
    public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(5);

    /** Default time after which a silent node counts as dead. */
    public static final Duration DEFAULT_DEAD_AFTER = Duration.ofSeconds(30);

    /** Default time for running jobs to end when the service closes. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

    /** Default largest size of arguments or a result, in bytes. */
    public static final int DEFAULT_PAYLOAD_LIMIT = 256 * 1024;

    /** Longest {@code deadAfter} and {@code grace}. */
    public static final Duration LONGEST = Duration.ofDays(10);

    /** Most workers of one queue on one node. */
    public static final int MOST_WORKERS = 10_000;

    /** Copies and checks; throws {@link InvalidValueException}. */
    public WorkerSettings {
        queues = Collections.unmodifiableMap(new TreeMap<>(queues));
        queues.forEach((queue, workers) -> require(
                workers >= 1 && workers <= MOST_WORKERS,
                workers + " workers of queue " + queue,
                "1 to " + MOST_WORKERS));
        require(
                isBetween(Duration.ofMillis(200), heartbeat, Duration.ofHours(1)),
                "heartbeat " + heartbeat,
                "200 ms to 1 h");
        require(
                isBetween(Duration.ofSeconds(1), deadAfter, LONGEST)
                        && deadAfter.compareTo(heartbeat.multipliedBy(3)) >= 0,
                "deadAfter " + deadAfter + " with heartbeat " + heartbeat,
                "at least 1 s and three heartbeats, so that one late heartbeat kills nobody, and at most 10 days");
        require(isBetween(Duration.ZERO, grace, LONGEST), "grace " + grace, "zero to 10 days");
        require(
                payloadLimit >= 1024 && payloadLimit <= 64 << 20,
                "payloadLimit " + payloadLimit,
                "1 KiB (1024) to 64 MiB (67108864) bytes");
    }

    private static boolean isBetween(Duration shortest, Duration value, Duration longest) {
        return value.compareTo(shortest) >= 0 && value.compareTo(longest) <= 0;
    }

    private static void require(boolean legal, String came, String expected) {
        if (!legal) {
            throw new InvalidValueException(Field.SETTING, came, expected, null);
        }
    }
}
