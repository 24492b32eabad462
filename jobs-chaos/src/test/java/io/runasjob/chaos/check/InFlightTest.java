package io.runasjob.chaos.check;

import static io.runasjob.chaos.check.Story.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.Event.Ended;
import io.runasjob.chaos.history.Event.Fault;
import io.runasjob.chaos.history.Event.How;
import io.runasjob.chaos.history.Event.Kind;
import io.runasjob.chaos.history.Event.Started;
import io.runasjob.chaos.history.Event.Unanswered;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final Event START = new Started(at(1), "a", 1, "n");
    private static final Event END = new Ended(at(3), "a", 1, How.RETURNED);

    @Test
    void a_fault_while_a_handler_runs_strikes() {
        assertThat(InFlight.of(List.of(START, END)).struckBy(pause(2))).isTrue();
        assertThat(InFlight.of(List.of(START)).struckBy(pause(2))).isTrue();
    }

    @Test
    void a_fault_before_or_after_does_not() {
        assertThat(InFlight.of(List.of(START, END)).struckBy(pause(0.5))).isFalse();
        assertThat(InFlight.of(List.of(START, END)).struckBy(pause(3.5))).isFalse();
        assertThat(InFlight.of(List.of()).struckBy(pause(2))).isFalse();
    }

    @Test
    void a_kill_strikes_what_has_not_ended_when_the_process_died() {
        Fault kill = new Fault(at(2), at(4), Kind.KILL_IN_SHUTDOWN, "p");
        assertThat(InFlight.of(List.of(START, END)).struckBy(kill)).isFalse();
        assertThat(InFlight.of(List.of(START)).struckBy(kill)).isTrue();
    }

    @Test
    void a_fault_strikes_a_call_that_has_no_answer_yet() {
        Event call = new Unanswered(at(1), at(3), "submit");
        assertThat(InFlight.of(List.of(call)).struckBy(pause(2))).isTrue();
        assertThat(InFlight.of(List.of(call)).struckBy(pause(4))).isFalse();
    }

    private static Fault pause(double seconds) {
        return new Fault(at(seconds), at(seconds + 5), Kind.PAUSE, "p");
    }
}
