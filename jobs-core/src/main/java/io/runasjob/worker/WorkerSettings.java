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
 * @param deadAfter how long after its last heartbeat a node's jobs go to others: at least 1 s and three heartbeats;
 *     default 30 s
 * @param grace how long running jobs may go on when the service closes, zero or longer; default 30 s
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
                heartbeat.toMillis() >= 200 && heartbeat.compareTo(Duration.ofHours(1)) <= 0,
                "heartbeat " + heartbeat,
                "200 ms to 1 h");
        require(
                deadAfter.toMillis() >= 1000 && deadAfter.compareTo(heartbeat.multipliedBy(3)) >= 0,
                "deadAfter " + deadAfter + " with heartbeat " + heartbeat,
                "at least 1 s and three heartbeats, so that one late heartbeat kills nobody");
        require(!grace.isNegative(), "grace " + grace, "zero or longer");
        require(
                payloadLimit >= 1024 && payloadLimit <= 64 << 20,
                "payloadLimit " + payloadLimit,
                "1 KiB (1024) to 64 MiB (67108864) bytes");
    }

    private static void require(boolean legal, String came, String expected) {
        if (!legal) {
            throw new InvalidValueException(Field.SETTING, came, expected, null);
        }
    }
}
