package io.runasjob.chaos.check;

import static io.runasjob.chaos.check.Story.ANN;
import static io.runasjob.chaos.check.Story.BOB;
import static io.runasjob.chaos.check.Story.at;
import static io.runasjob.chaos.check.Story.attempt;
import static io.runasjob.chaos.check.Story.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.chaos.history.Effect;
import io.runasjob.chaos.history.Event.Acknowledged;
import io.runasjob.chaos.history.Event.CancelAnswered;
import io.runasjob.chaos.history.Event.CancelAsked;
import io.runasjob.chaos.history.Event.Ended;
import io.runasjob.chaos.history.Event.Fault;
import io.runasjob.chaos.history.Event.How;
import io.runasjob.chaos.history.Event.Kind;
import io.runasjob.chaos.history.Event.Refused;
import io.runasjob.chaos.history.Event.RolledBack;
import io.runasjob.chaos.history.Event.Slow;
import io.runasjob.chaos.history.Event.Started;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.Workload;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each property finds the history that violates it: a checker that cannot fail proves nothing. */
class PropertyTest {
    private final Story story = Story.good();

    @ParameterizedTest
    @EnumSource(Property.class)
    void a_good_history_violates_nothing(Property property) {
        assertThat(property.violations(story.told())).isEmpty();
    }

    @Test
    void an_acknowledged_job_that_is_gone_is_found() {
        story.says("submitter", new Acknowledged(at(1), at(2), "gone", true, null));
        assertFinds(Property.KEPT, "gone");
    }

    @Test
    void an_order_without_its_job_is_found() {
        story.orders.add("gone");
        assertFinds(Property.WITH_ITS_TRANSACTION, "gone");
    }

    @Test
    void a_job_without_its_order_is_found() {
        story.job(Story.waiting("stray", JobStatus.PENDING, Workload.ORDERED, "why"));
        assertFinds(Property.WITH_ITS_TRANSACTION, "stray");
    }

    @Test
    void a_job_that_outlived_its_rollback_is_found() {
        story.says("submitter", new RolledBack(at(1), "a"));
        assertFinds(Property.WITH_ITS_TRANSACTION, "rolled back");
    }

    @Test
    void a_doubled_effect_is_found() {
        story.effects.add(new Effect("a", 2, BOB.toString()));
        assertFinds(Property.EFFECT_ONCE, "effects are");
    }

    @Test
    void an_effect_of_the_attempt_that_was_lost_is_found() {
        story.effects.add(new Effect("a", 1, ANN.toString()));
        assertFinds(Property.EFFECT_ONCE, "effects are");
    }

    @Test
    void an_effect_of_another_node_is_found() {
        story.effects.set(0, new Effect("a", 2, ANN.toString()));
        assertFinds(Property.EFFECT_ONCE, "effects are");
    }

    @Test
    void a_completed_job_without_its_effect_is_found() {
        story.effects.clear();
        assertFinds(Property.EFFECT_ONCE, "effects are []");
    }

    @Test
    void an_effect_of_a_job_that_did_not_complete_is_found() {
        story.job(job("b", JobStatus.CANCELLED, 3, attempt(1, ANN, 1, 2, Outcome.CANCELLED)));
        story.effects.add(new Effect("b", 1, ANN.toString()));
        assertFinds(Property.EFFECT_ONCE, "Job b is CANCELLED");
    }

    @Test
    void an_effect_without_a_job_is_found() {
        story.effects.add(new Effect("b", 1, ANN.toString()));
        assertFinds(Property.EFFECT_ONCE, "does not exist");
    }

    @Test
    void a_completed_job_that_never_ran_is_found() {
        story.job(Story.typed(
                job("b", JobStatus.COMPLETED, 3, attempt(1, ANN, 1, 3, Outcome.SUCCEEDED)), Workload.PLAIN));
        assertFinds(Property.RUNS, "no trace");
        story.traces.add(new Effect("b", 1, ANN.toString()));
        assertThat(Property.RUNS.violations(story.told())).isEmpty();
    }

    @Test
    void an_attempt_that_never_ended_is_found() {
        story.job(job("b", JobStatus.COMPLETED, 3, attempt(2, ANN, 1, 3, Outcome.SUCCEEDED)));
        assertFinds(Property.ONE_AT_A_TIME, "ended are [2]");
    }

    @Test
    void two_handlers_in_one_attempt_are_found() {
        story.says("ann", new Started(at(7.2), "a", 2, BOB.toString()));
        assertFinds(Property.ONE_AT_A_TIME, "Two handlers");
    }

    @Test
    void a_handler_in_an_attempt_that_the_store_does_not_know_is_found() {
        story.says("ann", new Started(at(9), "a", 3, ANN.toString()));
        assertFinds(Property.ONE_AT_A_TIME, "attempt=3");
    }

    @Test
    void an_attempt_that_begins_before_the_former_has_ended_is_found() {
        story.job(job(
                "b",
                JobStatus.COMPLETED,
                4,
                attempt(1, ANN, 1, 2, Outcome.FAILED),
                attempt(2, BOB, 2, 4, Outcome.SUCCEEDED)));
        story.says("ann", new Started(at(1), "b", 1, ANN.toString()));
        story.says("bob", new Started(at(2), "b", 2, BOB.toString()));
        story.says("ann", new Ended(at(3), "b", 1, How.THREW));
        assertFinds(Property.ONE_AT_A_TIME, "the next began at");
    }

    @Test
    void a_handler_that_was_declared_lost_may_run_on() {
        story.says("ann", new Ended(at(9), "a", 1, How.STALE));
        assertThat(Property.ONE_AT_A_TIME.violations(story.told())).isEmpty();
    }

    @Test
    void a_job_that_is_left_running_is_found() {
        FinalJob running = job("b", JobStatus.RUNNING, 0);
        story.job(Story.withRun(running, new JobRun(1, 0, 0, ANN, false)));
        assertFinds(Property.ENDS, "left RUNNING");
    }

    @Test
    void a_ready_job_that_nobody_takes_is_found() {
        story.job(Story.waiting("b", JobStatus.PENDING, "b", "It is ready"));
        assertFinds(Property.ENDS, "left PENDING");
    }

    @Test
    void a_job_that_waits_without_saying_why_is_found() {
        story.job(Story.waiting("b", JobStatus.PENDING, Workload.WAITING, ""));
        assertFinds(Property.ENDS, "left PENDING");
    }

    @Test
    void a_job_that_waits_and_says_why_is_no_violation() {
        story.job(Story.waiting("b", JobStatus.PENDING, Workload.WAITING, "No live node knows it"));
        assertThat(Property.ENDS.violations(story.told())).isEmpty();
    }

    @Test
    void a_loss_that_is_counted_as_a_failure_is_found() {
        story.job(Story.withRun(known("a"), new JobRun(2, 1, 0, BOB, false)));
        assertFinds(Property.LOSS_IS_FREE, "counts 1 failures");
    }

    @Test
    void a_release_that_is_counted_as_a_failure_is_found() {
        FinalJob released = job(
                "b",
                JobStatus.CANCELLED,
                4,
                attempt(1, ANN, 1, 2, Outcome.RELEASED),
                attempt(2, ANN, 3, 4, Outcome.CANCELLED));
        story.job(Story.withRun(released, new JobRun(2, 1, 0, ANN, false)));
        assertFinds(Property.LOSS_IS_FREE, "counts 1 failures");
    }

    @Test
    void a_job_that_failed_before_its_attempts_were_spent_is_found() {
        story.job(job(
                "b",
                JobStatus.FAILED,
                4,
                attempt(1, ANN, 1, 2, Outcome.LOST),
                attempt(2, ANN, 2, 3, Outcome.FAILED),
                attempt(3, ANN, 3, 4, Outcome.FAILED)));
        assertFinds(Property.LOSS_IS_FREE, "FAILED after 2 of 3");
    }

    @Test
    void a_job_that_was_given_up_after_three_losses_is_no_violation() {
        story.job(job(
                "b",
                JobStatus.FAILED,
                4,
                attempt(1, ANN, 1, 2, Outcome.LOST),
                attempt(2, ANN, 2, 3, Outcome.LOST),
                attempt(3, ANN, 3, 4, Outcome.LOST)));
        assertThat(Property.LOSS_IS_FREE.violations(story.told())).isEmpty();
    }

    @Test
    void a_job_that_was_taken_from_a_node_in_good_health_is_found() {
        loseFromBob();
        assertFinds(Property.LOSS_HAS_A_CAUSE, "process bob was well");
    }

    @Test
    void a_node_that_was_too_slow_for_anything_may_lose_its_jobs() {
        loseFromBob();
        story.says("bob", new Slow(at(16), at(19)));
        assertThat(Property.LOSS_HAS_A_CAUSE.violations(story.told())).isEmpty();
    }

    @Test
    void what_was_slow_long_before_or_elsewhere_is_no_cause() {
        loseFromBob();
        story.says("bob", new Slow(at(8), at(10)));
        story.says("ann", new Slow(at(16), at(19)));
        story.says("controller", new Fault(at(21), at(21), Kind.KILL, "bob"));
        assertFinds(Property.LOSS_HAS_A_CAUSE, "process bob was well");
    }

    @Test
    void a_node_that_was_cut_off_and_killed_before_it_could_tell_may_lose_its_jobs() {
        loseFromBob();
        story.says("controller", new Fault(at(16), at(21), Kind.BLACKHOLE, "bob"));
        assertFinds(Property.LOSS_HAS_A_CAUSE, "process bob was well");
        story.says("controller", new Fault(at(22), at(22), Kind.KILL, "bob"));
        assertThat(Property.LOSS_HAS_A_CAUSE.violations(story.told())).isEmpty();
    }

    @Test
    void a_node_that_was_cut_off_for_less_than_its_lease_may_not() {
        loseFromBob();
        story.says("controller", new Fault(at(16), at(18), Kind.BLACKHOLE, "bob"));
        story.says("controller", new Fault(at(22), at(22), Kind.KILL, "bob"));
        assertFinds(Property.LOSS_HAS_A_CAUSE, "process bob was well");
    }

    @Test
    void two_live_jobs_with_one_key_are_found() {
        story.job(Story.withKey(job("b", JobStatus.CANCELLED, 9), "key"));
        story.says("submitter", new Acknowledged(at(7), at(7.5), "b", true, "key"));
        assertFinds(Property.UNIQUE, "held by two jobs");
    }

    @Test
    void two_unfinished_jobs_with_one_key_are_found() {
        story.job(Story.withKey(Story.waiting("b", JobStatus.PENDING, "b", ""), "other"));
        story.job(Story.withKey(Story.waiting("c", JobStatus.PENDING, "c", ""), "other"));
        story.says("submitter", new Acknowledged(at(1), at(1.5), "b", true, "other"));
        story.says("submitter", new Acknowledged(at(7), at(7.5), "c", true, "other"));
        assertFinds(Property.UNIQUE, "held by two jobs");
    }

    @Test
    void a_long_life_is_not_forgotten_behind_a_short_one() {
        story.job(Story.withKey(Story.waiting("long", JobStatus.PENDING, "b", ""), "k"));
        story.job(Story.withKey(job("short", JobStatus.CANCELLED, 3), "k"));
        story.job(Story.withKey(job("late", JobStatus.CANCELLED, 9), "k"));
        story.says("submitter", new Acknowledged(at(1), at(1), "long", true, "k"));
        story.says("submitter", new Acknowledged(at(2), at(2), "short", true, "k"));
        story.says("submitter", new Acknowledged(at(7), at(7), "late", true, "k"));
        assertThat(Property.UNIQUE.violations(story.told())).hasSize(2);
    }

    @Test
    void a_key_that_passes_on_is_no_violation() {
        story.job(Story.withKey(job("b", JobStatus.CANCELLED, 12), "key"));
        story.says("submitter", new Acknowledged(at(8), at(8.1), "b", true, "key"));
        assertThat(Property.UNIQUE.violations(story.told())).isEmpty();
    }

    @Test
    void a_refusal_that_names_a_job_without_the_key_is_found() {
        story.says("submitter", new Refused(at(2), at(3), "other", "a"));
        assertFinds(Property.UNIQUE, "holds key other");
    }

    @Test
    void the_answer_cancelled_about_a_job_that_completed_is_found() {
        assertUntrue(CancelAnswer.CANCELLED, 9);
    }

    @Test
    void the_answer_requested_before_another_attempt_is_found() {
        assertUntrue(CancelAnswer.REQUESTED, 5);
    }

    @Test
    void the_answer_requested_while_the_last_attempt_runs_is_true() {
        answer(CancelAnswer.REQUESTED, 7.5);
        assertThat(Property.CANCEL_IS_TRUE.violations(story.told())).isEmpty();
    }

    @Test
    void the_answer_already_finished_too_early_is_found() {
        assertUntrue(CancelAnswer.ALREADY_FINISHED, 7.5);
    }

    @Test
    void the_answer_unknown_about_a_known_job_is_found() {
        assertUntrue(CancelAnswer.UNKNOWN, 9);
    }

    @Test
    void a_job_that_was_cancelled_by_nobody_is_found() {
        story.job(job("b", JobStatus.CANCELLED, 3));
        assertFinds(Property.CANCEL_IS_TRUE, "nobody asked");
        story.says("submitter", new CancelAsked(at(2), "b"));
        assertThat(Property.CANCEL_IS_TRUE.violations(story.told())).isEmpty();
    }

    private void assertUntrue(CancelAnswer answer, double seconds) {
        answer(answer, seconds);
        assertFinds(Property.CANCEL_IS_TRUE, "Untrue");
    }

    private void answer(CancelAnswer answer, double seconds) {
        story.says("submitter", new CancelAnswered(at(seconds), at(seconds), "a", answer));
    }

    private void loseFromBob() {
        story.job(job("b", JobStatus.CANCELLED, 20, attempt(1, BOB, 15, 20, Outcome.LOST)));
    }

    private FinalJob known(String id) {
        return Objects.requireNonNull(story.jobs.get(id));
    }

    private void assertFinds(Property property, String words) {
        assertThat(property.violations(story.told())).singleElement().asString().contains(words);
    }
}
