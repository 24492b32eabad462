package io.runasjob.jdbc;

import io.runasjob.job.JobStatus;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Outcome;

/**
 * The numbers that stand in the tables for statuses, outcomes and policies. They are stored for years: never change one,
 * never take one again. The partial indexes of the migrations name some of them.
 */
final class Codes {
    private Codes() {}

    static short of(JobStatus status) {
        return switch (status) {
            case BLOCKED -> 0;
            case SCHEDULED -> 1;
            case PENDING -> 2;
            case RUNNING -> 3;
            case COMPLETED -> 4;
            case FAILED -> 5;
            case CANCELLED -> 6;
        };
    }

    static short of(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> 0;
            case FAILED -> 1;
            case TIMED_OUT -> 2;
            case CANCELLED -> 3;
            case SNOOZED -> 4;
            case RELEASED -> 5;
            case LOST -> 6;
        };
    }

    static short of(OnDuplicate policy) {
        return switch (policy) {
            case REFUSE -> 0;
            case RETURN_EXISTING -> 1;
        };
    }

    static JobStatus status(int code) {
        for (JobStatus status : JobStatus.values()) {
            if (of(status) == code) {
                return status;
            }
        }
        throw unknown("status", code);
    }

    static Outcome outcome(int code) {
        for (Outcome outcome : Outcome.values()) {
            if (of(outcome) == code) {
                return outcome;
            }
        }
        throw unknown("outcome", code);
    }

    static OnDuplicate onDuplicate(int code) {
        for (OnDuplicate policy : OnDuplicate.values()) {
            if (of(policy) == code) {
                return policy;
            }
        }
        throw unknown("on_duplicate", code);
    }

    private static IllegalStateException unknown(String column, int code) {
        return new IllegalStateException("The job tables hold " + code + " in column " + column
                + ", which this version does not know. Was the row written by hand or by a newer version?");
    }
}
