package io.runasjob.chaos.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.runasjob.job.CancelAnswer;
import org.jspecify.annotations.Nullable;

/** Something that a process did or saw, in the order of its log. Immutable; threads may share it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Event.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = Event.Acknowledged.class, name = "acknowledged"),
    @JsonSubTypes.Type(value = Event.Unanswered.class, name = "unanswered"),
    @JsonSubTypes.Type(value = Event.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Event.RolledBack.class, name = "rolledBack"),
    @JsonSubTypes.Type(value = Event.CancelAsked.class, name = "cancelAsked"),
    @JsonSubTypes.Type(value = Event.CancelAnswered.class, name = "cancelAnswered"),
    @JsonSubTypes.Type(value = Event.Slow.class, name = "slow"),
    @JsonSubTypes.Type(value = Event.Fault.class, name = "fault")
})
public sealed interface Event {

    /** When it was over, in microseconds since 1970. */
    long at();

    /** When it began; the same as {@link #at} for what takes no time. */
    default long began() {
        return at();
    }

    /** A handler began. */
    record Started(long at, String job, int attempt, String node) implements Event {}

    /** A handler is over; when it wrote in a transaction that the engine commits, that commit is still to come. */
    record Ended(long at, String job, int attempt, How how) implements Event {}

    /** How a handler was over. */
    enum How {
        /** It returned. */
        RETURNED,
        /** It was told that its transaction and the end of its job are committed. */
        COMMITTED,
        /** It was told that its lease is not its own any more. */
        STALE,
        /** It was interrupted. */
        INTERRUPTED,
        /** It threw something else. */
        THREW
    }

    /**
     * A submit was answered: this job is stored.
     *
     * @param created false when the job was there before, and holds the key
     */
    record Acknowledged(
            long began,
            long at,
            String job,
            boolean created,
            @Nullable String key) implements Event {}

    /** A call ended without an answer: what it wanted may have happened. */
    record Unanswered(long began, long at, String what) implements Event {}

    /** A submit was refused, because this unfinished job holds the key. */
    record Refused(long began, long at, String key, String holder) implements Event {}

    /** A transaction with this job in it was rolled back. */
    record RolledBack(long at, String job) implements Event {}

    /** A cancel is about to be asked for. */
    record CancelAsked(long at, String job) implements Event {}

    /** A cancel was answered. */
    record CancelAnswered(long began, long at, String job, CancelAnswer answer) implements Event {}

    /** A small transaction of the process, once in a while, took this long: its machine, wire or database was slow. */
    record Slow(long began, long at) implements Event {}

    /**
     * A fault was injected.
     *
     * @param at when it was over: for a kill the moment of death
     * @param victim the process, or {@link #EVERYBODY}
     */
    record Fault(long began, long at, Kind kind, String victim) implements Event {
        /** The victim of what befalls the database server. */
        public static final String EVERYBODY = "everybody";
    }

    /** Kinds of faults. */
    enum Kind {
        /** kill -9. */
        KILL,
        /** SIGTERM, then kill -9 in the middle of the shutdown. */
        KILL_IN_SHUTDOWN,
        /** SIGSTOP for longer than a lease, then SIGCONT. */
        PAUSE,
        /** The server has committed; its answer was dropped, and the connection cut. */
        COMMIT_ANSWER_DROPPED,
        /** All connections of the process were cut. */
        CUT,
        /** Everything that the process sent and should have got was held up. */
        BLACKHOLE,
        /** kill -9 of the database server, and a new start. */
        SERVER_KILLED;

        /** Whether the victim is gone for good. */
        public boolean isDeath() {
            return this == KILL || this == KILL_IN_SHUTDOWN;
        }
    }
}
