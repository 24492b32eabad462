package io.runasjob.chaos.check;

import io.runasjob.chaos.history.History;
import java.util.List;

/** Finds the violations of one property. Pure. */
@FunctionalInterface
interface Rule {
    /** One sentence for each violation, none when the property holds. */
    List<String> violations(History history);
}
