package io.runasjob.chaos.history;

import io.runasjob.job.Attempt;
import io.runasjob.job.Outcome;

/**
 * An ended attempt as the database held it when all was over.
 *
 * @param number from 1
 * @param node where it ran
 * @param claimed when the transaction that claimed it began, in microseconds since 1970
 * @param ended when the transaction that ended it began
 * @param outcome how it ended
 */
public record FinalAttempt(int number, String node, long claimed, long ended, Outcome outcome) {

    /** What the facade shows of an attempt. */
    public static FinalAttempt of(Attempt attempt) {
        return new FinalAttempt(
                attempt.number(),
                attempt.node().toString(),
                FinalJob.micros(attempt.started()),
                FinalJob.micros(attempt.ended()),
                attempt.outcome());
    }
}
