package io.runasjob.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.retry.Decision.GiveUp;
import io.runasjob.retry.Decision.RetryAfter;
import io.runasjob.retry.RetryRule.Action;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final RandomGenerator NO_JITTER = () -> 0L;
    private static final Duration WAIT = Duration.ofSeconds(7);

    @Test
    void every_exception_is_tried_again_three_times_by_default() {
        assertThat(RetryPolicy.DEFAULT_MAX_ATTEMPTS).isEqualTo(4);
        assertThat(decide(RetryPolicy.DEFAULT, 1, new IOException())).isEqualTo(new RetryAfter(Duration.ofSeconds(2)));
        assertThat(decide(RetryPolicy.DEFAULT, 3, new Error())).isEqualTo(new RetryAfter(Duration.ofSeconds(8)));
        assertThat(decide(RetryPolicy.DEFAULT, 4, new IOException())).isInstanceOf(GiveUp.class);
    }

    @Test
    void a_single_attempt_is_never_tried_again() {
        assertThat(RetryPolicy.DEFAULT.decide(1, 1, new IOException(), NO_JITTER))
                .isEqualTo(new GiveUp("attempt 1 of 1 failed"));
    }

    @Test
    void a_rule_gives_up_at_once_on_an_exception_and_everything_below_it() {
        RetryPolicy policy = RetryPolicy.builder().giveUpOn(IOException.class).build();

        assertThat(decide(policy, 1, new FileNotFoundException())).isInstanceOf(GiveUp.class);
        assertThat(decide(policy, 1, new TimeoutException())).isInstanceOf(RetryAfter.class);
    }

    @Test
    void the_first_rule_that_matches_decides() {
        RetryPolicy policy = RetryPolicy.builder()
                .backoff(Backoff.constant(WAIT))
                .retryOn(FileNotFoundException.class)
                .giveUpOn(IOException.class)
                .waitOn(Exception.class, Duration.ZERO)
                .build();

        assertThat(decide(policy, 1, new FileNotFoundException())).isEqualTo(new RetryAfter(WAIT));
        assertThat(decide(policy, 1, new IOException())).isInstanceOf(GiveUp.class);
        assertThat(decide(policy, 1, new Exception())).isEqualTo(new RetryAfter(Duration.ZERO));
    }

    @Test
    void a_wait_rule_ends_with_the_attempts_like_any_other() {
        RetryPolicy policy = RetryPolicy.builder().waitOn(Exception.class, WAIT).build();

        assertThat(decide(policy, 3, new Exception())).isEqualTo(new RetryAfter(WAIT));
        assertThat(decide(policy, 4, new Exception())).isInstanceOf(GiveUp.class);
    }

    @Test
    void a_rule_matches_an_interface_of_a_superclass() {
        RetryRule rule = new RetryRule(Closeable.class.getName(), Action.GIVE_UP, null);

        assertThat(rule.matches(Below.class)).isTrue();
        assertThat(rule.matches(IOException.class)).isFalse();
        assertThat(new RetryRule(AutoCloseable.class.getName(), Action.RETRY, null).matches(Below.class))
                .isTrue();
    }

    @Test
    void a_rule_whose_wait_does_not_fit_its_action_is_refused() {
        assertThatThrownBy(() -> new RetryRule("x", Action.WAIT, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WAIT");
        assertThatThrownBy(() -> new RetryRule("x", Action.WAIT, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryRule("x", Action.GIVE_UP, WAIT)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Decision decide(RetryPolicy policy, int failures, Throwable error) {
        return policy.decide(failures, RetryPolicy.DEFAULT_MAX_ATTEMPTS, error, NO_JITTER);
    }

    private static class Above extends Exception implements Closeable {
        private static final long serialVersionUID = 1L;

        @Override
        public void close() {}
    }

    private static final class Below extends Above {
        private static final long serialVersionUID = 1L;
    }
}
