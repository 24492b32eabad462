package io.runasjob.submit;

import io.runasjob.job.JobId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes time-ordered ids: UUID version 7 with a 12-bit counter in place of {@code rand_a} (RFC 9562, section 6.2, method 1).
 * The ids of one generator strictly grow, even when the clock stands still or goes back. Safe for use by many threads.
 */
public final class JobIds {
    private static final long SALT = new SecureRandom().nextLong();

    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    /** @param clock read for the ids only; no decision depends on it */
    public JobIds(InstantSource clock) {
        this.clock = clock;
    }

    /** An id greater than every one before. */
    public JobId next() {
        long floor = clock.millis() << 12;
        long tick = last.updateAndGet(previous -> Math.max(previous + 1, floor));
        long high = (tick >>> 12 << 16) | 0x7000L | (tick & 0xFFF);
        long random = ThreadLocalRandom.current().nextLong() ^ SALT;
        long low = (random & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new JobId(new UUID(high, low));
    }
}
