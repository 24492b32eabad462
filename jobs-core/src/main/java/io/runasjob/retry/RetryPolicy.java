package io.runasjob.retry;

import io.runasjob.retry.Decision.GiveUp;
import io.runasjob.retry.Decision.RetryAfter;
import io.runasjob.retry.RetryRule.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a failure means: try again, when, or give up.
 *
 * <p>Without rules every exception is tried again after the {@link Backoff}. Rules are asked in the order in which they
 * were given; the first that matches decides. An attempt that timed out is a failure like any other (its exception is
 * {@link java.util.concurrent.TimeoutException}).
 *
 * <p>Immutable and a pure function; threads may share it.
 *
 * @param backoff how long to wait when no rule says otherwise
 * @param rules by exception class, first match wins
 */
public record RetryPolicy(Backoff backoff, List<RetryRule> rules) {

    /** How many times a failed job is tried again when nobody says otherwise. */
    public static final int DEFAULT_RETRIES = 3;

    /** The first attempt and the {@value #DEFAULT_RETRIES} retries. */
    public static final int DEFAULT_MAX_ATTEMPTS = 1 + DEFAULT_RETRIES;

    /** {@link Backoff#DEFAULT} for every exception. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(Backoff.DEFAULT, List.of());

    /** Copies the rules. */
    public RetryPolicy {
        rules = List.copyOf(rules);
    }

    /** A builder that starts with the default backoff and no rules. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The decision for one failure.
     *
     * @param failures failures so far, this one included; 1 or more
     * @param maxAttempts failures after which the job fails; 1 or more
     * @param error what the attempt ended with
     * @param random where jitter comes from
     */
    public Decision decide(int failures, int maxAttempts, Throwable error, RandomGenerator random) {
        RetryRule rule = ruleFor(error);
        if (rule != null && rule.action() == Action.GIVE_UP) {
            return new GiveUp("the retry policy gives up on " + rule.exception());
        }
        if (failures >= maxAttempts) {
            return new GiveUp("attempt " + failures + " of " + maxAttempts + " failed");
        }
        Duration wait = rule == null ? null : rule.delay();
        return new RetryAfter(wait != null ? wait : backoff.delay(failures, random));
    }

    private @Nullable RetryRule ruleFor(Throwable error) {
        for (RetryRule rule : rules) {
            if (rule.matches(error.getClass())) {
                return rule;
            }
        }
        return null;
    }

    /** Collects a policy; not for use by several threads. */
    public static final class Builder {
        private Backoff backoff = Backoff.DEFAULT;
        private final List<RetryRule> rules = new ArrayList<>();

        private Builder() {}

        /** How long to wait when no rule says otherwise; default {@link Backoff#DEFAULT}. */
        public Builder backoff(Backoff wait) {
            this.backoff = wait;
            return this;
        }

        /** Fails the job at once on this exception and everything below it. */
        public Builder giveUpOn(Class<? extends Throwable> exception) {
            rules.add(new RetryRule(exception.getName(), Action.GIVE_UP, null));
            return this;
        }

        /** Tries again with the backoff on this exception: state it before a broader {@link #giveUpOn}. */
        public Builder retryOn(Class<? extends Throwable> exception) {
            rules.add(new RetryRule(exception.getName(), Action.RETRY, null));
            return this;
        }

        /** Tries again after exactly this wait (zero or longer) on this exception and everything below it. */
        public Builder waitOn(Class<? extends Throwable> exception, Duration wait) {
            rules.add(new RetryRule(exception.getName(), Action.WAIT, wait));
            return this;
        }

        /** The policy. */
        public RetryPolicy build() {
            return new RetryPolicy(backoff, rules);
        }
    }
}
