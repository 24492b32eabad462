package io.runasjob.loop;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store answers the loops of one node: says so once when it goes (WARN) and once when it is back (INFO), however
 * many loops notice and however often they try.
 *
 * <p>It is away from the first failure until every loop that failed works again, none has failed for a second, and one more
 * round has gone well; so loops that notice one after the other tell of one outage. Safe for use by many threads.
 */
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final long SETTLED_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<?> node;
    private final Predicate<Throwable> cause;
    private final LongSupplier nanoTime;
    private final Set<String> failing = new HashSet<>();
    private volatile boolean away;
    private long since;
    private long lastFailure;

    /**
     * The outages of one node.
     *
     * @param node its id, for the log
     * @param cause which failures say that the store is away; loops tell of others themselves
     */
    public Outage(Supplier<?> node, Predicate<Throwable> cause) {
        this(node, cause, System::nanoTime);
    }

    Outage(Supplier<?> node, Predicate<Throwable> cause, LongSupplier nanoTime) {
        this.node = node;
        this.cause = cause;
        this.nanoTime = nanoTime;
    }

    /** For loops that need no store. */
    static Outage never() {
        return new Outage(() -> "", failure -> false);
    }

    /** A round of this loop failed; true when an outage is the reason, of which nobody else need speak. */
    boolean explains(String loop, Throwable failure) {
        boolean explained = cause.test(failure);
        if (explained) {
            failed(loop, failure);
        }
        return explained;
    }

    /** A round of this loop went well. */
    void works(String loop) {
        if (away) {
            worked(loop);
        }
    }

    private synchronized void failed(String loop, Throwable failure) {
        lastFailure = nanoTime.getAsLong();
        failing.add(loop);
        if (!away) {
            away = true;
            since = lastFailure;
            LOG.atWarn()
                    .addKeyValue("node", node.get())
                    .addKeyValue("loop", loop)
                    .setCause(failure)
                    .log("The store does not answer: jobs wait, nothing is lost, this node tries again until it does");
        }
    }

    private synchronized void worked(String loop) {
        failing.remove(loop);
        long now = nanoTime.getAsLong();
        if (away && failing.isEmpty() && now - lastFailure >= SETTLED_NANOS) {
            away = false;
            LOG.atInfo()
                    .addKeyValue("node", node.get())
                    .log("The store answers again after {} ms: work goes on", (now - since) / 1_000_000);
        }
    }
}
