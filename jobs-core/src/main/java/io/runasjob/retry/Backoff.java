package io.runasjob.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt.
 *
 * <p>The wait after the n-th failure (n from 1) is {@code base × factor^(n-1)}, at most {@code cap}, then lengthened by a
 * random share of up to {@code jitter} of itself, so that jobs that failed together do not come back together. The default
 * is 2 s, 4 s, 8 s … up to one hour, with up to 20 % jitter. Exponential backoff with jitter is the usual remedy for
 * synchronised retries (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 *
 * <p>Immutable; threads may share it.
 *
 * @param base wait after the first failure; zero to ten years
 * @param factor growth from one failure to the next; 1 (constant) to 100
 * @param cap longest wait before jitter; at least {@code base}
 * @param jitter largest share added at random; 0 to 1
 */
public record Backoff(Duration base, double factor, Duration cap, double jitter) {

    static final Duration LONGEST = Duration.ofDays(3653);

    /** 2 s × 2^n, capped at one hour, with up to 20 % jitter. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(2), 2, Duration.ofHours(1), 0.2);

    /** Checks the ranges above; throws {@link IllegalArgumentException} with the offending value. */
    public Backoff {
        require(!base.isNegative() && base.compareTo(LONGEST) <= 0, "base", base, "zero to ten years");
        require(factor >= 1 && factor <= 100, "factor", factor, "1 to 100");
        require(cap.compareTo(base) >= 0 && cap.compareTo(LONGEST) <= 0, "cap", cap, "the base to ten years");
        require(jitter >= 0 && jitter <= 1, "jitter", jitter, "0 to 1");
    }

    /** The same wait after every failure, without jitter. */
    public static Backoff constant(Duration wait) {
        return new Backoff(wait, 1, wait, 0);
    }

    /** {@code base}, doubled after each failure, capped at one hour (or at {@code base}, if longer), with 20 % jitter. */
    public static Backoff exponential(Duration base) {
        Duration cap = base.compareTo(DEFAULT.cap) > 0 ? base : DEFAULT.cap;
        return new Backoff(base, DEFAULT.factor, cap, DEFAULT.jitter);
    }

    /** The same backoff with another longest wait. */
    public Backoff cap(Duration longest) {
        return new Backoff(base, factor, longest, jitter);
    }

    /** The same backoff with another jitter, 0 to 1. */
    public Backoff jitter(double share) {
        return new Backoff(base, factor, cap, share);
    }

    /**
     * The wait after the given number of failures.
     *
     * @param failures failures so far, this one included; 1 or more
     * @param random where the jitter comes from
     */
    public Duration delay(int failures, RandomGenerator random) {
        double grown = toSeconds(base) * Math.pow(factor, Math.max(0, failures - 1));
        double capped = Math.min(grown, toSeconds(cap));
        double jittered = capped * (1 + jitter * random.nextDouble());
        return Duration.ofNanos((long) (jittered * 1e9));
    }

    private static double toSeconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private static void require(boolean legal, String what, Object came, String expected) {
        if (!legal) {
            throw new IllegalArgumentException(
                    "Backoff " + what + " is " + came + ", expected " + expected + ". Correct the retry policy.");
        }
    }
}
