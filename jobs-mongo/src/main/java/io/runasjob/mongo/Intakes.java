package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentDate;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.Projections;
import io.runasjob.job.JobStatus;
import io.runasjob.job.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Makes an insert of several documents all or nothing, without a transaction. The steps, each of which may be repeated:
 *
 * <ol>
 *   <li>{@link #begin}: one document, OPEN.
 *   <li>The jobs are stored as STAGED, with their keys; nobody sees or claims them.
 *   <li>{@link #commit}: OPEN → COMMITTED, in one update. From now on the jobs exist.
 *   <li>{@link #release}: they get the statuses that they begin in, and the document goes.
 * </ol>
 *
 * <p>An intake whose document is missing is undone, or released: what is still STAGED then is nobody's. Who finds an intake
 * that has not moved for {@link #ABANDONED} ends it by {@link #settle}: it undoes what is OPEN and releases what is COMMITTED.
 */
final class Intakes {
    static final Duration ABANDONED = Duration.ofSeconds(30);

    private static final BsonString OPEN = new BsonString("OPEN");
    private static final BsonString COMMITTED = new BsonString("COMMITTED");
    private static final String STATE = "state";
    private static final String MOVED = "moved";
    private static final int MOST_TRIES = 10;
    private static final int MOST_ORPHANS = 100;
    private static final Set<JobStatus> BEGINNINGS =
            EnumSet.of(JobStatus.BLOCKED, JobStatus.SCHEDULED, JobStatus.PENDING, JobStatus.RUNNING);

    private final Database database;

    Intakes(Database database) {
        this.database = database;
    }

    /** How far an intake is. */
    enum State {
        /** Under way, or just left behind. */
        OPEN,
        /** Its jobs exist, and are being released. */
        COMMITTED,
        /** It has not moved for long. */
        ABANDONED,
        /** Undone or released. */
        GONE
    }

    UUID begin(Instant now) {
        UUID intake = UUID.randomUUID();
        database.intakes().insertOne(document(intake, now));
        return intake;
    }

    private static BsonDocument document(UUID intake, Instant now) {
        return new BsonDocument(Names.ID, Values.of(intake)).append(STATE, OPEN).append(MOVED, Values.of(now));
    }

    /** Says that an open intake is under way; false when another node has undone it. */
    boolean renew(UUID intake) {
        return database.intakes()
                        .updateOne(and(id(intake), eq(STATE, OPEN)), currentDate(MOVED))
                        .getMatchedCount()
                == 1;
    }

    /** The moment from which the jobs exist; false when another node has undone the intake. */
    boolean commit(UUID intake) {
        Bson update = combine(set(STATE, COMMITTED), currentDate(MOVED));
        for (int tried = 1; tried <= MOST_TRIES; tried++) {
            int matched = database.write(() -> (int) database.intakes()
                    .updateOne(and(id(intake), eq(STATE, OPEN)), update)
                    .getMatchedCount());
            if (matched == 1 || (matched == Database.UNKNOWN && isCommitted(intake))) {
                return true;
            }
            if (matched == 0) {
                return isCommitted(intake);
            }
            database.pause(tried);
        }
        throw new StoreUnavailableException("Could not find out whether an insert was committed", null);
    }

    boolean isCommitted(UUID intake) {
        BsonDocument found = database.intakes().find(id(intake)).first();
        if (found != null) {
            return COMMITTED.equals(found.get(STATE));
        }
        return false;
    }

    /** Lets everybody see the jobs of a committed intake. */
    void release(UUID intake) {
        for (JobStatus status : BEGINNINGS) {
            BsonString begins = new BsonString(status.name());
            database.jobs()
                    .updateMany(
                            and(staged(intake), eq(Names.BEGINS, begins)),
                            combine(set(Names.STATUS, begins), unset(Names.BEGINS), unset(Names.INTAKE)));
        }
        database.intakes().deleteOne(id(intake));
    }

    /** Takes an open intake back, with what it has stored; does nothing to a committed one. */
    void undo(UUID intake) {
        database.intakes().deleteOne(and(id(intake), eq(STATE, OPEN)));
        removeOrphans(intake);
    }

    State state(UUID intake, Instant now) {
        BsonDocument found = database.intakes().find(id(intake)).first();
        if (found == null) {
            return State.GONE;
        }
        if (Values.time(found, MOVED).plus(ABANDONED).isBefore(now)) {
            return State.ABANDONED;
        }
        return COMMITTED.equals(found.get(STATE)) ? State.COMMITTED : State.OPEN;
    }

    /** Ends an intake that was left behind, whatever step it was left at. */
    void settle(UUID intake) {
        undo(intake);
        if (isCommitted(intake)) {
            release(intake);
        }
    }

    /** Waits until an intake is decided, and ends it itself when it was left behind. */
    void await(UUID intake) {
        int tried = 1;
        State state = state(intake, database.now());
        while (state == State.OPEN) {
            database.pause(tried++);
            database.requireOpen();
            state = state(intake, database.now());
        }
        settle(intake);
    }

    /** Whether any was left behind. */
    boolean areAbandoned(Instant now) {
        return database.intakes().find(abandoned(now)).first() != null;
    }

    /** Ends all that were left behind; almost always there are none. */
    void settleAbandoned(Instant now) {
        for (BsonDocument intake : database.intakes().find(abandoned(now)).into(new ArrayList<>())) {
            settle(Values.id(intake, Names.ID));
        }
        settleOrphans();
    }

    /** An inserter that was taken for gone may have stored more jobs since, and then gone indeed. */
    private void settleOrphans() {
        List<BsonValue> known =
                database.intakes().find().map(intake -> intake.get(Names.ID)).into(new ArrayList<>());
        Set<UUID> unknown = database
                .jobs()
                .find(and(exists(Names.INTAKE), nin(Names.INTAKE, known)))
                .projection(Projections.include(Names.INTAKE))
                .limit(MOST_ORPHANS)
                .into(new ArrayList<>())
                .stream()
                .map(job -> Values.id(job, Names.INTAKE))
                .collect(Collectors.toSet());
        for (UUID intake : unknown) {
            if (database.intakes().find(id(intake)).first() == null) {
                removeOrphans(intake);
            }
        }
    }

    private void removeOrphans(UUID intake) {
        if (!isCommitted(intake)) {
            database.jobs().deleteMany(staged(intake));
        }
    }

    private static Bson abandoned(Instant now) {
        return lt(MOVED, Values.of(now.minus(ABANDONED)));
    }

    private static Bson id(UUID intake) {
        return eq(Names.ID, Values.of(intake));
    }

    private static Bson staged(UUID intake) {
        return and(eq(Names.INTAKE, Values.of(intake)), eq(Names.STATUS, new BsonString(Names.STAGED)));
    }
}
