package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.Event.Acknowledged;
import io.runasjob.chaos.history.Event.CancelAnswered;
import io.runasjob.chaos.history.Event.Ended;
import io.runasjob.chaos.history.Event.Fault;
import io.runasjob.chaos.history.Event.Started;
import io.runasjob.chaos.history.Event.Unanswered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a process had in its hands when, by its log: handlers that ran, calls that had no answer yet. Pure. */
public final class InFlight {
    private final List<Started> unended;
    private final List<long[]> spans = new ArrayList<>();

    private InFlight(List<Event> log) {
        Map<String, Started> open = new HashMap<>();
        for (Event event : log) {
            if (event instanceof Started start) {
                open.put(start.job() + start.attempt(), start);
            } else if (event instanceof Ended end) {
                close(open.remove(end.job() + end.attempt()), end);
            } else if (event instanceof Acknowledged
                    || event instanceof Unanswered
                    || event instanceof CancelAnswered) {
                spans.add(new long[] {event.began(), event.at()});
            }
        }
        unended = List.copyOf(open.values());
    }

    /** Reads a log. */
    public static InFlight of(List<Event> log) {
        return new InFlight(log);
    }

    private void close(@Nullable Started start, Ended end) {
        if (start != null) {
            spans.add(new long[] {start.at(), end.at()});
        }
    }

    /** The handlers that have begun and, as far as the log goes, not ended. */
    public List<Started> unended() {
        return unended;
    }

    /** Whether the process had something in its hands when this fault began, or when it died of it. */
    public boolean struckBy(Fault fault) {
        long moment = fault.kind().isDeath() ? fault.at() : fault.began();
        return unended.stream().anyMatch(start -> start.at() <= moment)
                || spans.stream().anyMatch(span -> span[0] <= moment && moment <= span[1]);
    }
}
