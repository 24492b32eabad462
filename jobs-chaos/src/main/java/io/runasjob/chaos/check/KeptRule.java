package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Event.Acknowledged;
import io.runasjob.chaos.history.History;
import java.util.List;

/** What was acknowledged is there. */
final class KeptRule implements Rule {
    @Override
    public List<String> violations(History history) {
        return history.all(Acknowledged.class).stream()
                .filter(submit -> history.job(submit.job()).isEmpty())
                .map(submit -> "Job " + submit.job() + " was acknowledged and is gone")
                .toList();
    }
}
